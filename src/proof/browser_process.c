/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/browser_process.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534, ARGS = 40, TICK = 100, PROFILE_BYTES = 64 << 20, CPU_SECONDS = 60 };

struct browser_process {
    pid_t pid; /* also its process group */
    int to, from;
    char profile[64];
    char *heard; /* what was read of the pipe and not given out */
    size_t n, cap, given;
};

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st;
    (void)type;
    (void)where;
    return remove(path);
}

/* --- the child, between fork and exec: system calls alone --- */

static void as_nobody(void)
{
    if (geteuid() != 0) return;
    if (syscall(SYS_setgroups, 0, NULL) != 0 || syscall(SYS_setresgid, NOBODY, NOBODY, NOBODY) != 0 ||
        syscall(SYS_setresuid, NOBODY, NOBODY, NOBODY) != 0)
        _exit(127);
}

_Noreturn static void become(const char *program, char *const argv[], char *const env[], int in, int out)
{
    struct rlimit cpu = {CPU_SECONDS, CPU_SECONDS}, file = {PROFILE_BYTES, PROFILE_BYTES}, none = {0, 0};
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    setpgid(0, 0);
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_FSIZE, &file);
    setrlimit(RLIMIT_CORE, &none);
    int null = open("/dev/null", O_RDWR);
    /* Chromium reads its commands at 3 and answers at 4. First out of the way of those numbers. */
    int a = fcntl(in, F_DUPFD, 10), b = fcntl(out, F_DUPFD, 10);
    if (null < 0 || a < 0 || b < 0) _exit(127);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    dup2(a, 3);
    dup2(b, 4);
    (void)syscall(SYS_close_range, 5u, ~0u, 0u);
    as_nobody();
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* after: a change of user clears it */
    execve(program, argv, env);
    _exit(127);
}

static size_t arguments(char *argv[ARGS], const char *program, char *profile, char *proxy, char *agent)
{
    static const char *const fixed[] = {
        "--headless",
        "--remote-debugging-pipe",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-quic",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-breakpad",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pings",
        "--mute-audio",
        "--hide-scrollbars",
        "--lang=vi",
        "--disk-cache-size=1048576",
        "--renderer-process-limit=2",
        "--js-flags=--max-old-space-size=256"};
    size_t n = 0;
    argv[n++] = (char *)(uintptr_t)program;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) argv[n++] = (char *)(uintptr_t)fixed[i];
    argv[n++] = profile;
    argv[n++] = proxy;
    argv[n++] = agent;
    argv[n] = NULL;
    return n;
}

static bool profile_made(browser_process_t *p)
{
    const char *tmp = getenv("TMPDIR");
    int n =
        snprintf(p->profile, sizeof p->profile, "%s/canhgiac-browser-XXXXXX", tmp && strlen(tmp) < 30 ? tmp : "/tmp");
    if (n <= 0 || !mkdtemp(p->profile)) {
        *p->profile = 0;
        return false;
    }
    return geteuid() != 0 || chown(p->profile, NOBODY, NOBODY) == 0;
}

browser_process_t *browser_process_start(const char *program, const char *agent, int proxy)
{
    browser_process_t *p = calloc(1, sizeof *p);
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    char profile[96], gate[64], name[320], home[96], *argv[ARGS];
    if (!p) return NULL;
    p->pid = -1;
    p->to = p->from = -1;
    bool ok =
        profile_made(p) && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) == 0 && pipe2(out, O_CLOEXEC) == 0;
    (void)snprintf(profile, sizeof profile, "--user-data-dir=%s", p->profile);
    (void)snprintf(gate, sizeof gate, "--proxy-server=http://127.0.0.1:%d", proxy);
    (void)snprintf(name, sizeof name, "--user-agent=%s", agent);
    (void)snprintf(home, sizeof home, "HOME=%s", p->profile);
    char path[] = "PATH=/usr/bin:/bin", zone[] = "TZ=Asia/Ho_Chi_Minh", language[] = "LANG=C.UTF-8",
         *env[] = {home, path, zone, language, NULL};
    arguments(argv, program, profile, gate, name);
    if (ok) p->pid = fork();
    if (p->pid == 0) become(program, argv, env, in[0], out[1]);
    if (p->pid > 0) (void)setpgid(p->pid, p->pid);
    if (in[0] >= 0) close(in[0]);
    if (out[1] >= 0) close(out[1]);
    p->to = in[1];
    p->from = out[0];
    if (p->pid > 0) return p;
    browser_process_end(p);
    return NULL;
}

/* --- the pipe --- */

static bool wait_for(int fd, short events, ms_t until)
{
    while (clock_mono() < until) {
        struct pollfd q = {.fd = fd, .events = events};
        int n = poll(&q, 1, TICK);
        if (n > 0) return true;
        if (n < 0 && errno != EINTR) return false;
    }
    return false;
}

bool browser_process_say(browser_process_t *p, const char *text, ms_t until)
{
    size_t left = strlen(text) + 1; /* with its NUL: that ends a message */
    while (left) {
        if (!wait_for(p->to, POLLOUT, until)) return false;
        ssize_t n = send(p->to, text, left < 4096 ? left : 4096, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        text += n;
        left -= (size_t)n;
    }
    return true;
}

static bool room(browser_process_t *p, size_t most)
{
    if (p->given) {
        memmove(p->heard, p->heard + p->given, p->n - p->given);
        p->n -= p->given;
        p->given = 0;
    }
    if (p->n < p->cap) return true;
    size_t cap = p->cap ? p->cap * 2 : 64 << 10;
    char *q = cap <= most * 2 ? realloc(p->heard, cap) : NULL;
    if (!q) return false;
    p->heard = q;
    p->cap = cap;
    return true;
}

bool browser_process_hear(browser_process_t *p, ms_t until, size_t most, str_t *line)
{
    size_t looked = p->given;
    for (;;) {
        const char *end = p->n > looked ? memchr(p->heard + looked, 0, p->n - looked) : NULL;
        if (end) {
            *line = (str_t){p->heard + p->given, (size_t)(end - p->heard) - p->given};
            p->given = (size_t)(end - p->heard) + 1;
            return true;
        }
        looked = p->n - p->given;
        if (!room(p, most) || !wait_for(p->from, POLLIN, until)) return false;
        ssize_t n = read(p->from, p->heard + p->n, p->cap - p->n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        p->n += (size_t)n;
    }
}

/* --- size and end --- */

/* Its process group and resident pages, from /proc/PID/stat; the name in brackets may hold anything. */
static bool stat_of(const char *pid, long *group, long *pages)
{
    char path[300], text[1024];
    (void)snprintf(path, sizeof path, "/proc/%s/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0) close(fd);
    if (n <= 0) return false;
    text[n] = 0;
    const char *after = strrchr(text, ')');
    return after &&
           sscanf(after + 1, " %*c %*d %ld %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %*u %*u %ld",
                  group, pages) == 2;
}

size_t browser_process_size(const browser_process_t *p)
{
    DIR *d = opendir("/proc");
    long total = 0, group, pages;
    for (const struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] >= '1' && e->d_name[0] <= '9' && stat_of(e->d_name, &group, &pages) && group == p->pid)
            total += pages;
    if (d) closedir(d);
    return (size_t)total * (size_t)sysconf(_SC_PAGESIZE);
}

void browser_process_end(browser_process_t *p)
{
    if (!p) return;
    if (p->to >= 0) close(p->to);
    if (p->from >= 0) close(p->from);
    if (p->pid > 0) {
        kill(-p->pid, SIGKILL);
        kill(p->pid, SIGKILL);
        while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR) continue;
        kill(-p->pid, SIGKILL); /* those that were being born */
    }
    if (*p->profile) (void)nftw(p->profile, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(p->heard);
    free(p);
}
