/* SPDX-License-Identifier: Apache-2.0
 *
 * The fields of an edXML message. Two forms are about: that of QCVN 102:2016/BTTTT (edXML, edXMLEnvelope, edXMLHeader,
 * MessageHeader or MessageStatus, elements with a prefix) and that of the gateways (EdXMLEnvelope, MessageHeader without one).
 * Local names tell what is what in both. A field is the names of its elements below the header, joined by dots
 * ("From.OrganName"), a tab, and its text; "MessageStatus" or "MessageHeader" alone says which message it is. Attachments are
 * base64, as they are or packed in a ZIP of one file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "box/limits.h"
#include "box/unpack.h"

enum { DEEP = 12, NAME = 48, FIELD_MOST = 20000 };

typedef struct edxml {
    sink_fn put;
    void *ctx;
    char name[DEEP][NAME]; /* of the elements we are in, from the root */
    int depth, header;     /* header: depth of MessageHeader or MessageStatus; 0: not in it */
    int attachment;        /* depth of an element whose name begins with Attachment; 0: in none */
    bool seen;
    gather_t text;
    size_t fields, attached;
} edxml_t;

static void field(edxml_t *e)
{
    gather_t out = {0};
    for (int k = e->header + 1; k <= e->depth && k < DEEP; k++) {
        if (k > e->header + 1) gather_z(&out, ".");
        gather_z(&out, e->name[k]);
    }
    gather_z(&out, "\t");
    gather(&out, e->text.p, e->text.n);
    if (!out.failed && e->text.n <= FIELD_MOST && ++e->fields < PAPER_FIELDS) e->put(e->ctx, 'F', out.p, out.n);
    gather_free(&out);
}

static int digit(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* In place; false when it is no base64. */
static bool base64(gather_t *g)
{
    size_t w = 0;
    unsigned long bits = 0;
    int have = 0;
    for (size_t i = 0; i < g->n; i++) {
        char c = g->p[i];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '=') continue;
        int d = digit(c);
        if (d < 0) return false;
        bits = (bits << 6 | (unsigned long)d) & 0xFFFFFF;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        g->p[w++] = (char)(bits >> have & 0xFF);
    }
    g->n = w;
    return w > 0;
}

static void attachment(edxml_t *e)
{
    gather_t inner = {0};
    const char *why;
    if (e->text.n < 64 || e->attached == PAPER_ATTACHED || !base64(&e->text)) return;
    gather_t *out = &e->text;
    if (out->n > 4 && memcmp(out->p, "PK\x03\x04", 4) == 0) {
        member_t *m = member_open(out->p, out->n, "word/document.xml", &why);
        if (!m && !why && member_first(out->p, out->n, &inner)) out = &inner;
        member_close(m);
    }
    e->attached++;
    e->put(e->ctx, 'A', out->p, out->n);
    gather_free(&inner);
}

static void begins(edxml_t *e)
{
    static const char *const heads[] = {"MessageHeader\t", "MessageStatus\t", "Status\t"}; /* the last: before 2016 */
    for (int k = 0; k < 3; k++)
        if (!e->header && strncmp(e->name[e->depth], heads[k], strlen(heads[k]) - 1) == 0 &&
            strlen(e->name[e->depth]) == strlen(heads[k]) - 1) {
            e->header = e->depth;
            e->seen = true;
            e->put(e->ctx, 'F', heads[k], strlen(heads[k]));
        }
    if (!e->attachment && strncmp(e->name[e->depth], "Attachment", 10) == 0) e->attachment = e->depth;
    e->text.n = 0;
}

static void ends(edxml_t *e)
{
    if (e->header && e->depth > e->header && e->text.n) field(e);
    if (!e->header && e->attachment && e->depth > e->attachment && e->text.n) attachment(e);
    if (e->depth == e->header) e->header = 0;
    if (e->depth == e->attachment) e->attachment = 0;
    e->text.n = 0;
}

const char *edxml_parts(const char *p, size_t n, sink_fn put, void *ctx)
{
    edxml_t *e = calloc(1, sizeof *e);
    xml_t x = bytes_xml(p, n);
    /* Refused before an entity in it can fail for another reason. */
    const char *why = memmem(p, n, "<!DOCTYPE", 9) || memmem(p, n, "<!ENTITY", 8) ? "doctype" : NULL;
    if (!e || !x)
        why = "damaged";
    else
        *e = (edxml_t){.put = put, .ctx = ctx};
    while (!why && xml_next(x, NULL, &why)) {
        bool begin = xml_is_element(x), end = xml_is_end(x);
        if (begin) {
            e->depth = xml_depth(x) + 1;
            if (e->depth >= DEEP) {
                why = "damaged";
                break;
            }
            (void)snprintf(e->name[e->depth], NAME, "%s", xml_name(x));
            begins(e);
        }
        if (xml_is_text(x)) gather_z(&e->text, xml_value(x));
        if (end) {
            e->depth = xml_depth(x) + 1;
            ends(e);
        }
        if (e->text.failed) why = "large";
    }
    if (!why && !e->seen) why = "no-edxml";
    if (x) xml_close(x);
    if (e) gather_free(&e->text);
    free(e);
    return why;
}
