/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a reading. Nearly all of them are words of the fold moved a little; only what was changed is cut again.
 */
#include "recognise/reading_internal.h"

/* The words of the fold up to byte `end` of it, moved by `by`. */
static void move_words(reader_t *r, size_t end, uint32_t by)
{
    words_t *to = r->kept.to;
    const words_t *from = r->words;
    size_t i = r->kept.next, first = i, most = i + (r->kept.most - to->n);
    if (most > from->n) most = from->n;
    for (word_t *one = to->at + to->n; i < most && from->at[i].start < end; i++, one++) {
        one->start = from->at[i].start + by;
        one->end = from->at[i].end + by;
        one->mix = from->at[i].mix;
    }
    memcpy(to->has + to->n, from->has + first, i - first);
    memcpy(to->then + to->n, from->then + first, i - first);
    to->n += i - first;
    r->kept.next = i;
    r->words_lost = r->words_lost || (i < from->n && from->at[i].start < end);
}

/* What follows a word is known once two more bytes are written. */
static void see_behind(reader_t *r, size_t from, size_t to)
{
    words_t *w = r->kept.to;
    for (size_t i = from; i < to; i++) w->then[i] = word_then(r->out->text, w->at[i].end);
}

void words_changed(reader_t *r, size_t at, size_t next, size_t out_at)
{
    words_t *to = r->kept.to;
    if (!r->out || r->words_lost) return;
    const char *t = r->out->text;
    char after = byte_at(r, next);
    /* A word that goes on over an end of the change: never so far, and too rare to be worth more. */
    if (word_char(after) && (word_char(byte_at(r, next - 1)) || word_char(t[r->out->n - 1]))) r->words_lost = true;
    if (out_at && word_char(t[out_at - 1]) && word_char(t[out_at])) r->words_lost = true;
    size_t last_change = r->kept.fresh, its_end = to->n;
    move_words(r, at, (uint32_t)(out_at - at));
    if (r->words_lost) return;
    see_behind(r, last_change, its_end);
    if (to->n > its_end) see_behind(r, to->n - 1, to->n);
    r->kept.fresh = to->n;
    cut_stretch(r->out, out_at, r->out->n, to, r->kept.most);
    while (r->kept.next < r->words->n && r->words->at[r->kept.next].start < next) r->kept.next++;
    r->words_lost = to->n == r->kept.most;
}

void words_end(reader_t *r)
{
    words_t *to = r->kept.to;
    if (r->words_lost) return;
    size_t last_change = r->kept.fresh, its_end = to->n;
    move_words(r, r->in->n, (uint32_t)(r->out->n - r->in->n));
    if (r->words_lost) return;
    see_behind(r, last_change, its_end);
    to->others = r->words->others;
    words_close(to);
}
