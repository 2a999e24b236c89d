/* SPDX-License-Identifier: Apache-2.0 */
#include "material/sniff.h"
#include "material/internal.h"

#define MB ((size_t)1 << 20)

static bool is_text(str_t s)
{
    if (!utf8_valid(s)) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && (s.p[i] == 0 || !strchr("\t\n\r\f", s.p[i]))) return false;
    str_t t = str_trim(s);
    return t.n > 0 && t.p[0] != '<';
}

static bool has_any(str_t s, const char *const *words)
{
    for (; *words; words++)
        if (str_find(s, str_of(*words), 0) != SIZE_MAX) return true;
    return false;
}

/* A PDF whose actions run by themselves. A name may be written #4A for J: a PDF that spells its names so has a reason. */
static bool pdf_acts(str_t s)
{
    static const char *const acts[] = {"/JavaScript", "/JS ", "/JS(", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA",
                                       "/#4a",        "/#4A", "/J#",  "/#6",     "/#5",           NULL};
    return has_any(s, acts);
}

/* The head of what a browser, or an archiver, would take the file for. */
static bool is_also_something_else(str_t s)
{
    static const char *const pages[] = {"<script", "<SCRIPT", "<html", "<HTML", "<?php", "<svg", NULL};
    str_t head = str_sub(s, 0, 4096);
    str_t tail = str_sub(s, s.n > 65557 ? s.n - 65557 : 0, s.n);
    return has_any(head, pages) || str_find(tail, S("PK\x05\x06"), 0) != SIZE_MAX;
}

static status_t limited(size_t n, size_t most, err_t *err)
{
    if (n <= most) return ST_OK;
    return err_at(err, ST_LIMIT, "file.size", "file", 0, N_("The file is larger than %d MB."), (int)(most / MB));
}

/* An ID3 tag, or the head of a frame: MPEG 1 or 2, layer III, a bit rate and a sampling rate that exist. */
static bool is_mp3(str_t s)
{
    if (str_starts(s, S("ID3"))) return true;
    if (s.n < 4) return false;
    unsigned b1 = (unsigned char)s.p[1], b2 = (unsigned char)s.p[2];
    return (unsigned char)s.p[0] == 0xFF && (b1 & 0xE6) == 0xE2 && (b1 & 0x18) != 0x08 && b2 >> 4 != 0 &&
           b2 >> 4 != 15 && (b2 & 0x0C) != 0x0C;
}

/* WebVTT §4: the word alone on the first line or followed by a space or tab; and no markup that a page would run. */
static bool is_captions(str_t s)
{
    static const char *const pages[] = {"<script", "<SCRIPT", "<html", "<HTML", "<iframe", NULL};
    if (str_starts(s, S("\xEF\xBB\xBF"))) s = str_sub(s, 3, s.n);
    if (!str_starts(s, S("WEBVTT")) || has_any(s, pages)) return false;
    return s.n == 6 || (s.p[6] != 0 && strchr(" \t\r\n", s.p[6]) != NULL);
}

status_t file_sniff(str_t s, sniffed_t *out, err_t *err)
{
    if (s.n == 0) return err_at(err, ST_INPUT, "file.empty", "file", 0, N_("The file is empty."));
    size_t most = 20 * MB;
    if (str_starts(s, S("%PDF-"))) {
        *out = (sniffed_t){"application/pdf", "pdf", "print"};
        if (pdf_acts(s))
            return err_at(
                err, ST_INPUT, "file.pdf-acts", "file", 0,
                N_("This PDF holds a script, an attached file or an action; export it again as a plain PDF."));
    } else if (str_starts(s, S("\x89PNG\r\n\x1a\n"))) {
        *out = (sniffed_t){"image/png", "png", "picture"};
    } else if (str_starts(s, S("\xff\xd8\xff"))) {
        *out = (sniffed_t){"image/jpeg", "jpg", "picture"};
    } else if (s.n > 16 && str_starts(s, S("RIFF")) && str_eq(str_sub(s, 8, 12), S("WEBP"))) {
        *out = (sniffed_t){"image/webp", "webp", "picture"};
    } else if (s.n > 12 && s.p[0] == 0 && str_eq(str_sub(s, 4, 8), S("ftyp"))) { /* no such box has 16 MB */
        bool sound = str_starts(str_sub(s, 8, 12), S("M4A"));
        *out = sound ? (sniffed_t){"audio/mp4", "m4a", "sound"} : (sniffed_t){"video/mp4", "mp4", "clip"};
        most = 60 * MB;
    } else if (is_mp3(s)) {
        *out = (sniffed_t){"audio/mpeg", "mp3", "sound"};
    } else if (str_starts(s, S("OggS"))) {
        *out = (sniffed_t){"audio/ogg", "ogg", "sound"};
    } else if (is_text(s) && is_captions(s)) {
        *out = (sniffed_t){"text/vtt; charset=utf-8", "vtt", "captions"};
        return limited(s.n, MB, err);
    } else if (is_text(s)) {
        *out = (sniffed_t){"text/plain; charset=utf-8", "txt", "text"};
        return limited(s.n, MB, err);
    } else {
        return err_at(err, ST_INPUT, "file.kind", "file", 0,
                      N_("Only PDF, PNG, JPEG, WebP, MP4, M4A, MP3, Ogg, WebVTT and plain text files are taken."));
    }
    if (is_also_something_else(s))
        return err_at(err, ST_INPUT, "file.polyglot", "file", 0,
                      N_("This file is two kinds of file at once; export it again from the program that made it."));
    return limited(s.n, most, err);
}
