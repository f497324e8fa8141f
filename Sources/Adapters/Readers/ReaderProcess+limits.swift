import CSandbox
import Foundation

/// The parent sets a reader's limits, so that they hold whatever the reader does.
extension ReaderProcess {
    /// Bounds for the whole life: address space, no file ever longer than nothing, few descriptors, no core file.
    func limit(memory: Int) {
        _ = sandbox_limit(pid, sandbox_limit_address_space, UInt64(memory), UInt64(memory))
        _ = sandbox_limit(pid, sandbox_limit_file_size, 0, 0)
        _ = sandbox_limit(pid, sandbox_limit_open_files, 128, 128)
        _ = sandbox_limit(pid, sandbox_limit_core, 0, 0)
    }

    /// Processor time for the next document, on top of what was used; past it the kernel sends SIGXCPU.
    func allow(cpuSeconds: Int) {
        var clock = clockid_t()
        var used = timespec()
        guard clock_getcpuclockid(pid, &clock) == 0, clock_gettime(clock, &used) == 0 else { return }
        _ = sandbox_limit(pid, sandbox_limit_cpu, UInt64(max(0, used.tv_sec) + cpuSeconds + 1), UInt64.max)
    }

    /// Bytes of address space, and of them in memory, now; 0 when unknown.
    var memory: (size: Int, resident: Int) {
        guard let text = KernelFile.text("/proc/\(pid)/statm") else { return (0, 0) }
        let pages = text.split(separator: " ").prefix(2).map { Int($0) ?? 0 }
        let size = sysconf(Int32(_SC_PAGESIZE))
        return pages.count == 2 ? (pages[0] * size, pages[1] * size) : (0, 0)
    }
}
