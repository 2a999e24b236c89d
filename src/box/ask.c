/* SPDX-License-Identifier: Apache-2.0
 *
 * The program's side: hands the bytes over, takes the answer under a deadline.
 */
#include "box/ask.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "box/limits.h"

/* How many readers run: they take whole cores, so the process as a whole bounds them. */
static atomic_int running;

static status_t cannot_start(err_t *err)
{
    return err_set(
        err, ST_IO, "image.reader",
        N_("Pictures and papers cannot be read here: the program canhgiac-image is missing or does not start."));
}

/* $CANHGIAC_IMAGE (tests), beside this program, or where `make install` puts it. */
static bool reader_path(char out[PATH_MAX])
{
    const char *given = getenv("CANHGIAC_IMAGE");
    if (given) return (size_t)snprintf(out, PATH_MAX, "%s", given) < PATH_MAX;
    ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 32);
    if (n <= 0) return false;
    out[n] = 0;
    char *slash = strrchr(out, '/');
    if (!slash) return false;
    memcpy(slash, "/canhgiac-image", sizeof "/canhgiac-image");
    return access(out, X_OK) == 0;
}

/* The bytes as a file without a name. */
static int nameless(str_t bytes)
{
    int fd = memfd_create("picture", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < bytes.n;) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)n;
    }
    if (fd >= 0) lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Starts the reader with the picture as its input and a pipe as its output, nothing else open, no environment of ours. */
static bool start(int picture, int out, const char *mode, const char *const more[2], pid_t *pid)
{
    static char threads[] = "OMP_THREAD_LIMIT=1", locale[] = "LC_ALL=C", name[] = "canhgiac-image";
    char what[16];
    (void)snprintf(what, sizeof what, "%s", mode);
    char folder[PATH_MAX], kind[16];
    (void)snprintf(folder, sizeof folder, "%s", more ? more[0] : "");
    (void)snprintf(kind, sizeof kind, "%s", more ? more[1] : "");
    char *argv[] = {name, what, more ? folder : NULL, kind, NULL}, *env[] = {threads, locale, NULL};
    char path[PATH_MAX];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none;
    if (!reader_path(path)) return false;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    sigemptyset(&none);
    bool ok = posix_spawn_file_actions_adddup2(&files, picture, 0) == 0 &&
              posix_spawn_file_actions_adddup2(&files, out, 1) == 0 &&
              posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) == 0 &&
              posix_spawn_file_actions_addclosefrom_np(&files, 3) == 0 &&
              posix_spawnattr_setsigmask(&attr, &none) == 0 &&
              posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK) == 0 &&
              posix_spawn(pid, path, &files, &attr, argv, env) == 0;
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return ok;
}

/* All the reader says until it ends, the deadline, or more than it may say. */
static void listen_to(int fd, int seconds, buf_t *answer)
{
    ms_t until = clock_mono() + seconds * MS_SECOND;
    char piece[16384];
    for (;;) {
        ms_t left = until - clock_mono();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return;
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return;
        buf_put(answer, (str_t){piece, (size_t)n});
        if (!buf_ok(answer)) return;
    }
}

bool box_frame(str_t answer, size_t *at, char *kind, str_t *body)
{
    if (*at + 5 > answer.n) return false;
    const unsigned char *u = (const unsigned char *)answer.p + *at + 1;
    size_t n = (size_t)u[0] | (size_t)u[1] << 8 | (size_t)u[2] << 16 | (size_t)u[3] << 24;
    *kind = answer.p[*at];
    if (n > answer.n - *at - 5) return false;
    *body = str_sub(answer, *at + 5, *at + 5 + n);
    *at += 5 + n;
    return true;
}

static status_t ask_reader(arena_t *a, str_t bytes, const char *mode, const char *const more[2], size_t most,
                           int seconds, str_t *out, int *code, err_t *err)
{
    int pipes[2] = {-1, -1}, picture = nameless(bytes), status = 0;
    pid_t pid = -1;
    bool started = picture >= 0 && pipe2(pipes, O_CLOEXEC) == 0 && start(picture, pipes[1], mode, more, &pid);
    if (picture >= 0) close(picture);
    if (pipes[1] >= 0) close(pipes[1]);
    buf_t answer = buf_new(a, most);
    if (started) {
        listen_to(pipes[0], seconds, &answer);
        kill(pid, SIGKILL); /* it has ended, or its time is over */
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
        started = !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
        if (code) *code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    if (pipes[0] >= 0) close(pipes[0]);
    *out = buf_str(&answer);
    return started ? ST_OK : cannot_start(err);
}

status_t box_ask(arena_t *a, str_t bytes, const char *mode, size_t most, int seconds, str_t *answer, err_t *err)
{
    if (atomic_fetch_add(&running, 1) >= IMAGE_AT_ONCE) {
        atomic_fetch_sub(&running, 1);
        return err_set(err, ST_BUSY, "image.busy", N_("Other pictures are being read; try again in a moment."));
    }
    status_t s = ask_reader(a, bytes, mode, NULL, most, seconds, answer, NULL, err);
    atomic_fetch_sub(&running, 1);
    return s;
}

status_t box_run(arena_t *a, const char *mode, const char *folder, const char *kind, int seconds, str_t *said,
                 int *code, err_t *err)
{
    const char *const more[2] = {folder, kind};
    if (atomic_fetch_add(&running, 1) >= IMAGE_AT_ONCE) {
        atomic_fetch_sub(&running, 1);
        return err_set(err, ST_BUSY, "image.busy", N_("Other pictures are being read; try again in a moment."));
    }
    status_t s = ask_reader(a, S(""), mode, more, 1 << 16, seconds, said, code, err);
    atomic_fetch_sub(&running, 1);
    return s;
}
