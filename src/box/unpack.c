/* SPDX-License-Identifier: Apache-2.0 */
#include "box/unpack.h"
#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>
#include "box/limits.h"

/* --- bytes that grow --- */

void gather(gather_t *g, const char *p, size_t n)
{
    if (g->failed || n > (size_t)PAPER_UNPACKED - g->n) {
        g->failed = true;
        return;
    }
    if (g->n + n > g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 4096;
        while (cap < g->n + n) cap *= 2;
        char *grown = realloc(g->p, cap);
        if (!grown) {
            g->failed = true;
            return;
        }
        g->p = grown;
        g->cap = cap;
    }
    if (n) memcpy(g->p + g->n, p, n);
    g->n += n;
}

void gather_z(gather_t *g, const char *z)
{
    gather(g, z, strlen(z));
}

void gather_free(gather_t *g)
{
    free(g->p);
    *g = (gather_t){0};
}

/* --- members of a packed file --- */

struct member {
    struct archive *a;
    xmlTextReaderPtr xml;
    size_t unpacked;
    const char *why;
};

member_t *member_open(const char *p, size_t n, const char *name, const char **why)
{
    member_t *m = calloc(1, sizeof *m);
    struct archive_entry *e;
    *why = "damaged";
    if (!m) return NULL;
    m->a = archive_read_new();
    archive_read_support_format_zip(m->a);
    int s = archive_read_open_memory(m->a, p, n);
    int members = 0;
    while (s >= ARCHIVE_WARN && (s = archive_read_next_header(m->a, &e)) >= ARCHIVE_WARN && s != ARCHIVE_EOF) {
        const char *path = archive_entry_pathname(e);
        if (++members > 5000) break;
        if (!path || strcmp(path, name) != 0) continue;
        if (archive_entry_is_encrypted(e)) {
            *why = "locked";
            break;
        }
        *why = NULL;
        return m;
    }
    if (s == ARCHIVE_EOF) *why = NULL; /* whole, but it holds no such member */
    member_close(m);
    return NULL;
}

bool member_first(const char *p, size_t n, gather_t *out)
{
    struct archive *a = archive_read_new();
    struct archive_entry *e;
    char piece[16384];
    la_ssize_t got = -1;
    archive_read_support_format_zip(a);
    if (archive_read_open_memory(a, p, n) >= ARCHIVE_WARN)
        while (archive_read_next_header(a, &e) == ARCHIVE_OK) {
            if (archive_entry_filetype(e) != AE_IFREG) continue;
            while ((got = archive_read_data(a, piece, sizeof piece)) > 0 && out->n <= PAPER_BYTES)
                gather(out, piece, (size_t)got);
            break;
        }
    archive_read_free(a);
    return got == 0 && !out->failed && out->n <= PAPER_BYTES;
}

static int read_member(void *ctx, char *buffer, int len)
{
    member_t *m = ctx;
    la_ssize_t n = archive_read_data(m->a, buffer, (size_t)len);
    if (n < 0) {
        m->why = "damaged";
        return -1;
    }
    m->unpacked += (size_t)n;
    if (n > 0 && (memmem(buffer, (size_t)n, "<!DOCTYPE", 9) ||
                  memmem(buffer, (size_t)n, "<!ENTITY", 8))) { /* before an entity in it can fail for another reason */
        m->why = "doctype";
        return -1;
    }
    if (m->unpacked > PAPER_UNPACKED) {
        m->why = "large";
        return -1;
    }
    return (int)n;
}

/* No network, no external subset, no entities put in: their text would be the file's to choose. */
enum { XML_HOW = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA };

xml_t member_xml(member_t *m)
{
    if (!m->xml) m->xml = xmlReaderForIO(read_member, NULL, m, NULL, NULL, XML_HOW);
    return m->xml;
}

const char *member_why(const member_t *m)
{
    return m->why;
}

void member_close(member_t *m)
{
    if (!m) return;
    if (m->xml) xmlFreeTextReader(m->xml);
    if (m->a) archive_read_free(m->a);
    free(m);
}

/* --- XML --- */

xml_t bytes_xml(const char *p, size_t n)
{
    return xmlReaderForMemory(p, (int)n, NULL, NULL, XML_HOW | XML_PARSE_HUGE); /* an attachment is one long text */
}

bool xml_next(xml_t x, const member_t *m, const char **why)
{
    int got = x ? xmlTextReaderRead(x) : -1;
    if (got == 1) {
        int type = xmlTextReaderNodeType(x);
        if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
            *why = "doctype";
            return false;
        }
        if (xmlTextReaderDepth(x) > 200) {
            *why = "damaged";
            return false;
        }
        return true;
    }
    if (got < 0) *why = m && m->why ? m->why : "damaged";
    return false;
}

static bool named(xml_t x, int type, const char *name)
{
    return xmlTextReaderNodeType(x) == type && strcmp((const char *)xmlTextReaderConstLocalName(x), name) == 0;
}

bool xml_begins(xml_t x, const char *name)
{
    return named(x, XML_READER_TYPE_ELEMENT, name);
}

bool xml_ends(xml_t x, const char *name)
{
    return named(x, XML_READER_TYPE_END_ELEMENT, name) ||
           (named(x, XML_READER_TYPE_ELEMENT, name) && xmlTextReaderIsEmptyElement(x));
}

char *xml_attribute(xml_t x, const char *name)
{
    char *out = NULL;
    for (int more = xmlTextReaderMoveToFirstAttribute(x); more == 1; more = xmlTextReaderMoveToNextAttribute(x)) {
        if (strcmp((const char *)xmlTextReaderConstLocalName(x), name) != 0) continue;
        out = (char *)xmlTextReaderValue(x);
        break;
    }
    xmlTextReaderMoveToElement(x);
    return out;
}

void xml_text_free(char *text)
{
    if (text) xmlFree(text);
}

const char *xml_value(xml_t x)
{
    const xmlChar *v = xmlTextReaderConstValue(x);
    return v ? (const char *)v : "";
}

bool xml_is_text(xml_t x)
{
    int type = xmlTextReaderNodeType(x);
    return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
           type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
}

bool xml_is_element(xml_t x)
{
    return xmlTextReaderNodeType(x) == XML_READER_TYPE_ELEMENT;
}

bool xml_is_end(xml_t x)
{
    return xmlTextReaderNodeType(x) == XML_READER_TYPE_END_ELEMENT ||
           (xml_is_element(x) && xmlTextReaderIsEmptyElement(x));
}

int xml_depth(xml_t x)
{
    return xmlTextReaderDepth(x);
}

const char *xml_name(xml_t x)
{
    const xmlChar *name = xmlTextReaderConstLocalName(x);
    return name ? (const char *)name : "";
}

void xml_close(xml_t x)
{
    xmlFreeTextReader(x);
}
