/* SPDX-License-Identifier: Apache-2.0 */
#include "material/sound.h"
#include "material/internal.h"

/* As meson.build finds them. */
#if __has_include(<espeak-ng/speak_lib.h>) && __has_include(<sndfile.h>)
#include <espeak-ng/speak_lib.h>
#include <pthread.h>
#include <sndfile.h>
#include <string.h>

enum { OGG_MAX = 16 << 20, MINUTES_MOST = 10, SPEED = 140 /* words a minute: for a loudspeaker */ };

typedef struct take {
    SNDFILE *file;
    sf_count_t most, done;
    bool failed;
} take_t;

typedef struct memory {
    buf_t b;
    sf_count_t at;
} memory_t;

static sf_count_t length(void *user)
{
    return (sf_count_t)((memory_t *)user)->b.n;
}

/* Ogg is written from its beginning to its end; only what asks for a place needs these. */
static sf_count_t seek(sf_count_t to, int whence, void *user)
{
    memory_t *m = user;
    m->at = whence == SEEK_SET ? to : whence == SEEK_CUR ? m->at + to : length(user) + to;
    return m->at;
}

static sf_count_t tell(void *user)
{
    return ((memory_t *)user)->at;
}

static sf_count_t write_out(const void *p, sf_count_t n, void *user)
{
    memory_t *m = user;
    if (m->at != length(user)) return 0;
    buf_put(&m->b, (str_t){p, (size_t)n});
    m->at += n;
    return buf_ok(&m->b) ? n : 0;
}

static sf_count_t read_in(void *p, sf_count_t n, void *user)
{
    memory_t *m = user;
    if (m->at < 0 || m->at > length(user)) return 0;
    str_t part = str_sub(buf_str(&m->b), (size_t)m->at, (size_t)(m->at + n));
    memcpy(p, part.p, part.n);
    m->at += (sf_count_t)part.n;
    return (sf_count_t)part.n;
}

static int hear(short *wave, int n, espeak_EVENT *events)
{
    take_t *t = events->user_data;
    if (!wave || n <= 0 || !t) return 0;
    t->done += n;
    t->failed = t->failed || t->done > t->most || sf_write_short(t->file, wave, n) != n;
    return t->failed; /* 1 stops it */
}

static status_t speak(str_t text, lang_t lang, int rate, memory_t *m, err_t *err)
{
    SF_VIRTUAL_IO io = {length, seek, read_in, write_out, tell};
    SF_INFO info = {.samplerate = rate, .channels = 1, .format = SF_FORMAT_OGG | SF_FORMAT_VORBIS};
    take_t t = {.file = sf_open_virtual(&io, SFM_WRITE, &info, m), .most = (sf_count_t)rate * 60 * MINUTES_MOST};
    if (!t.file || espeak_SetVoiceByName(lang_code(lang)) != EE_OK) {
        if (t.file) (void)sf_close(t.file);
        return err_set(err, ST_IO, "sound.failed", N_("The text could not be read aloud."));
    }
    espeak_SetSynthCallback(hear);
    (void)espeak_SetParameter(espeakRATE, SPEED, 0);
    espeak_ERROR e = espeak_Synth(text.p, text.n + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, &t);
    (void)espeak_Synchronize();
    (void)sf_close(t.file);
    if (e == EE_OK && !t.failed && buf_ok(&m->b)) return ST_OK;
    return err_set(err, ST_LIMIT, "sound.long", N_("The text is too long to be read aloud."));
}

bool sound_can(void)
{
    return true;
}

status_t sound_ogg(arena_t *a, str_t text, lang_t lang, str_t *out, err_t *err)
{
    static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
    static int rate;
    memory_t m = {.b = buf_new(a, OGG_MAX)};
    str_t z = str_dup(a, text); /* ends with NUL */
    if (!z.p) return no_memory(err);
    pthread_mutex_lock(&one);
    if (!rate) rate = espeak_Initialize(AUDIO_OUTPUT_RETRIEVAL, 0, NULL, espeakINITIALIZE_DONT_EXIT);
    status_t s = rate > 0 ? speak(z, lang, rate, &m, err)
                          : err_set(err, ST_IO, "sound.failed", N_("The text could not be read aloud."));
    pthread_mutex_unlock(&one);
    *out = buf_str(&m.b);
    return s;
}
#else
bool sound_can(void)
{
    return false;
}

status_t sound_ogg(arena_t *a, str_t text, lang_t lang, str_t *out, err_t *err)
{
    (void)a, (void)text, (void)lang, (void)out;
    return err_set(err, ST_IO, "sound.failed", N_("The text could not be read aloud."));
}
#endif
