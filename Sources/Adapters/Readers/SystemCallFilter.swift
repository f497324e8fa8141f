import CSandbox

/// Refuses system calls that reading a document never needs, for all threads at once and for good.
enum SystemCallFilter {
    private static let refused = [
        // The network, and every other way to talk to somebody.
        "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
        "mq_open", "msgget", "semget", "shmget", "memfd_create",
        // Other programs and processes. Threads stay possible, see `clone` below.
        "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
        "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_getfd", "pidfd_send_signal",
        "kcmp", "setpgid", "setsid",
        // Changing the file system.
        "creat", "truncate", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
        "link", "linkat", "symlink", "symlinkat", "mknod", "mknodat", "chmod", "fchmod", "fchmodat", "chown", "lchown",
        "fchown", "fchownat", "utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr",
        // Changing the system or one's own limits.
        "setrlimit", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "mount_setattr", "move_mount",
        "fsopen", "open_tree", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key",
        "init_module", "finit_module", "delete_module", "kexec_load", "reboot", "swapon", "swapoff", "sethostname",
        "setdomainname", "settimeofday", "clock_settime", "adjtimex", "acct", "quotactl", "personality", "ioperm",
        "iopl", "name_to_handle_at", "open_by_handle_at", "fanotify_init",
    ]

    /// Newer calls whose arguments a filter cannot see: said to be unknown, so that libraries use the older ones.
    private static let unknown = ["clone3", "openat2", "io_uring_setup", "io_uring_enter", "io_uring_register"]

    /// - Parameter except: Calls that stay allowed: the one that begins another program, which the filter outlives.
    /// - Returns: Why system calls are not filtered; `nil` when they are.
    static func close(except: Set<String> = []) -> String? {
        guard let filter = seccomp_init(sandbox_allow()) else { return gap("libseccomp gives no filter") }
        defer { seccomp_release(filter) }
        var faults = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 ? [] : ["all threads at once"]
        for name in refused where !except.contains(name) && !add(name, EPERM, to: filter) { faults.append(name) }
        for name in unknown where !add(name, ENOSYS, to: filter) { faults.append(name) }
        for (name, condition) in conditions where !add(name, EPERM, condition, to: filter) { faults.append(name) }
        guard faults.isEmpty else { return gap("refused by libseccomp: \(faults.joined(separator: ", "))") }
        let result = seccomp_load(filter)
        return result == 0 ? nil : gap(FileSandbox.text(of: -result))
    }

    private static func gap(_ reason: String) -> String { "system calls are not filtered (\(reason))" }

    /// Opening for writing or making a file, a new process, a new limit.
    private static var conditions: [(String, scmp_arg_cmp)] {
        let writing = [
            (UInt64(O_ACCMODE), UInt64(O_WRONLY)), (UInt64(O_ACCMODE), UInt64(O_RDWR)),
            (UInt64(O_CREAT), UInt64(O_CREAT)), (UInt64(O_TRUNC), UInt64(O_TRUNC)),
        ]
        let thread = UInt64(CLONE_THREAD)
        return writing.map { ("open", masked(1, $0.0, $0.1)) } + writing.map { ("openat", masked(2, $0.0, $0.1)) } + [
            ("clone", masked(0, thread, 0)),
            ("prlimit64", scmp_arg_cmp(arg: 2, op: SCMP_CMP_NE, datum_a: 0, datum_b: 0)),
        ]
    }

    private static func masked(_ argument: UInt32, _ mask: UInt64, _ value: UInt64) -> scmp_arg_cmp {
        scmp_arg_cmp(arg: argument, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
    }

    /// A call that this processor or this libseccomp does not know is no fault: nobody can make it by that name.
    private static func add(
        _ name: String, _ error: Int32, _ condition: scmp_arg_cmp? = nil, to filter: scmp_filter_ctx
    ) -> Bool {
        let number = seccomp_syscall_resolve_name(name)
        guard number >= 0 else { return true }
        let conditions = condition.map { [$0] } ?? []
        return seccomp_rule_add_array(
            filter, sandbox_refuse_with(error), number, UInt32(conditions.count), conditions) == 0
    }
}
