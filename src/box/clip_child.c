/* SPDX-License-Identifier: Apache-2.0
 *
 * The confined program becomes ffmpeg, in one folder: limits, landlock, seccomp, then exec. What the file says it is does not
 * matter: the one demuxer that was asked for is named, and of its protocols only that for files is left.
 */
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "box/clip_child.h"
#include "box/limits.h"

#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

enum { NOT_STARTED = 127 };

static bool limit(int what, rlim_t most)
{
    return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static bool limits(void)
{
    return limit(RLIMIT_CPU, CLIP_SECONDS) && limit(RLIMIT_AS, (rlim_t)3 << 30) && limit(RLIMIT_FSIZE, CLIP_BYTES) &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 64) && limit(RLIMIT_NICE, 0);
}

static bool allow(int ruleset, const char *path, uint64_t access)
{
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0) return true; /* what is not there need not be allowed */
    bool ok = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
    return ok;
}

static bool only_folder(const char *folder)
{
    const uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
                   run = read | LANDLOCK_ACCESS_FS_EXECUTE;
    const uint64_t make =
        read | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE;
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) return false;
    uint64_t truncate = abi >= 3 ? LANDLOCK_ACCESS_FS_TRUNCATE : 0;
    struct landlock_ruleset_attr attr = {.handled_access_fs = ((1ULL << 13) - 1) | truncate};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr.handled_access_fs, 0);
    bool ok = ruleset >= 0 && allow(ruleset, "/usr", run) && allow(ruleset, "/lib", run) &&
              allow(ruleset, "/lib64", run) && allow(ruleset, "/etc/ld.so.cache", LANDLOCK_ACCESS_FS_READ_FILE) &&
              allow(ruleset, folder, make | truncate) && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    if (ruleset >= 0) close(ruleset);
    return ok;
}

/* No network, no other process, no new privilege, no door into the kernel that a codec has no use for. */
static bool lock_in(void)
{
    static const int closed[] = {SCMP_SYS(socket),
                                 SCMP_SYS(socketpair),
                                 SCMP_SYS(connect),
                                 SCMP_SYS(bind),
                                 SCMP_SYS(listen),
                                 SCMP_SYS(accept),
                                 SCMP_SYS(accept4),
                                 SCMP_SYS(sendto),
                                 SCMP_SYS(sendmsg),
                                 SCMP_SYS(ptrace),
                                 SCMP_SYS(process_vm_readv),
                                 SCMP_SYS(process_vm_writev),
                                 SCMP_SYS(kill),
                                 SCMP_SYS(tkill),
                                 SCMP_SYS(mount),
                                 SCMP_SYS(umount2),
                                 SCMP_SYS(unshare),
                                 SCMP_SYS(setns),
                                 SCMP_SYS(bpf),
                                 SCMP_SYS(perf_event_open),
                                 SCMP_SYS(io_uring_setup),
                                 SCMP_SYS(keyctl),
                                 SCMP_SYS(add_key),
                                 SCMP_SYS(request_key),
                                 SCMP_SYS(userfaultfd),
                                 SCMP_SYS(fork),
                                 SCMP_SYS(vfork),
                                 SCMP_SYS(pidfd_open),
                                 SCMP_SYS(pidfd_getfd),
                                 SCMP_SYS(memfd_create),
                                 SCMP_SYS(open_by_handle_at),
                                 SCMP_SYS(init_module),
                                 SCMP_SYS(finit_module),
                                 SCMP_SYS(kexec_load),
                                 SCMP_SYS(chroot)};
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
    if (!c) return false;
    bool ok = true;
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        ok = ok && seccomp_rule_add(c, SCMP_ACT_ERRNO(1), closed[i], 0) == 0;
    ok = ok && seccomp_load(c) == 0;
    seccomp_release(c);
    return ok;
}

#define READ_IN(kind) "-protocol_whitelist", "file", "-f", kind, "-i", "in"
#define BARE          "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn"
#define SMALLER(lines, rate, name)                                                                                     \
    "-map", "0:v:0", "-map", "0:a:0?", BARE, "-vf", "scale=-2:" lines, "-c:v", "libx264", "-preset", "veryfast",       \
        "-crf", rate, "-pix_fmt", "yuv420p", "-profile:v", "main", "-c:a", "aac", "-b:a", "64k", "-ac", "1",           \
        "-movflags", "+faststart", name
#define MOMENT "-map", "0:v:0", BARE, "-vf", "thumbnail=50,scale=640:-2", "-frames:v", "1", "-q:v", "4", "picture.jpg"

int clip_child(const char *mode, const char *folder, const char *kind)
{
    static const char *const environment[] = {"PATH=/usr/bin", "LC_ALL=C", NULL};
    const char *const probe[] = {"ffprobe",
                                 "-v",
                                 "error",
                                 READ_IN(kind),
                                 "-show_entries",
                                 "format=duration:stream=codec_type,width,height",
                                 "-of",
                                 "default=noprint_wrappers=1",
                                 NULL};
    const char *const both[] = {"ffmpeg",
                                "-nostdin",
                                "-v",
                                "error",
                                "-threads",
                                "1",
                                READ_IN(kind),
                                SMALLER("trunc(min(480\\,ih)/2)*2", "26", "480.mp4"),
                                SMALLER("240", "28", "240.mp4"),
                                MOMENT,
                                NULL};
    const char *const one[] = {
        "ffmpeg",   "-nostdin", "-v",          "error",
        "-threads", "1",        READ_IN(kind), SMALLER("trunc(min(480\\,ih)/2)*2", "26", "480.mp4"),
        MOMENT,     NULL};
    const char *const sound[] = {"ffmpeg", "-nostdin", "-v", "error",     "-threads",   "1",         READ_IN(kind),
                                 "-map",   "0:a:0",    BARE, "-vn",       "-c:a",       "aac",       "-b:a",
                                 "48k",    "-ac",      "1",  "-movflags", "+faststart", "sound.m4a", NULL};
    const char *const *argv = strcmp(mode, "clip-probe") == 0  ? probe
                              : strcmp(mode, "clip-both") == 0 ? both
                              : strcmp(mode, "clip-one") == 0  ? one
                                                               : sound;
    if (chdir(folder) != 0 || !limits() || !only_folder(folder) || !lock_in()) return NOT_STARTED;
    /* exec changes none of them; its type is older than const */
    (void)execve(argv == probe ? "/usr/bin/ffprobe" : "/usr/bin/ffmpeg", (char *const *)(uintptr_t)argv,
                 (char *const *)(uintptr_t)environment);
    return NOT_STARTED;
}
