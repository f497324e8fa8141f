#pragma once
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The C library has no wrappers for landlock, and Swift imports neither variadic functions nor function-like macros.
// Everything here only hands on.

// Swift's view of the C library leaves the GNU extensions out; the numbers are the kernel's.
#ifndef O_PATH
#define O_PATH 010000000
#endif

// Debian 12's header stops at the kernel's ABI 2; the later members are the kernel's own (landlock(7)).
// Older kernels accept the longer struct as long as what they do not know is zero.
struct sandbox_landlock_rights {
    uint64_t files;
    uint64_t network;
    uint64_t scopes;
};

// The kernel's landlock ABI, 1 and up; -1 with errno when it has none.
static inline long sandbox_landlock_abi(void) {
    return syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, (uint32_t)1);
}

static inline int sandbox_landlock_create(struct sandbox_landlock_rights rights) {
    return (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof(rights), (uint32_t)0);
}

// Grants `files` below `path`; what does not exist is -1 with ENOENT.
static inline int sandbox_landlock_allow(int ruleset, const char *path, uint64_t files) {
    struct landlock_path_beneath_attr rule = {.allowed_access = files, .parent_fd = open(path, O_PATH | O_CLOEXEC)};
    if (rule.parent_fd < 0) return -1;
    long result = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, (uint32_t)0);
    int saved = errno;
    close(rule.parent_fd);
    errno = saved;
    return (int)result;
}

static inline int sandbox_landlock_enforce(int ruleset) {
    return (int)syscall(SYS_landlock_restrict_self, ruleset, (uint32_t)0);
}

static inline int sandbox_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

static inline int sandbox_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

// Gives up all capabilities of the calling thread, so that root is only the owner of root's files.
static inline int sandbox_drop_capabilities(void) {
    struct { uint32_t version; int pid; } header = {0x20080522, 0};
    struct { uint32_t effective, permitted, inheritable; } none[2] = {{0, 0, 0}, {0, 0, 0}};
    return (int)syscall(SYS_capset, &header, none);
}

static inline uint32_t sandbox_refuse_with(int error) { return SCMP_ACT_ERRNO(error); }
static inline uint32_t sandbox_allow(void) { return SCMP_ACT_ALLOW; }

// A process (fork), not a thread: the number of the child, 0 in it, or -1.
static inline int sandbox_try_process(void) {
    int child = (int)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, NULL, 0);
    return child;
}

// An empty path never starts anything: ENOENT where execve is allowed.
static inline int sandbox_try_program(void) {
    char *none[] = {NULL};
    return execve("", none, none);
}

static inline int sandbox_try_open(const char *path, int flags) { return open(path, flags | O_CLOEXEC); }

// Limits of another process; `resource` is one of the RLIMIT numbers. A hard limit of UINT64_MAX leaves it as it is.
static inline int sandbox_limit(pid_t process, int resource, uint64_t soft, uint64_t hard) {
    struct { uint64_t soft, hard; } old, new;
    if (syscall(SYS_prlimit64, process, resource, NULL, &old) != 0) return -1;
    new.hard = hard > old.hard ? old.hard : hard;
    new.soft = soft > new.hard ? new.hard : soft;
    return (int)syscall(SYS_prlimit64, process, resource, &new, NULL);
}

// glibc 2.34, missing in Swift's view for the same reason.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

static inline int sandbox_pipe(int ends[2]) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }

static const int sandbox_limit_address_space = RLIMIT_AS;
static const int sandbox_limit_cpu = RLIMIT_CPU;
static const int sandbox_limit_file_size = RLIMIT_FSIZE;
static const int sandbox_limit_open_files = RLIMIT_NOFILE;
static const int sandbox_limit_core = RLIMIT_CORE;

// The signal that ended a process, 0 when it left by itself.
static inline int sandbox_end_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
static inline int sandbox_end_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 0; }
