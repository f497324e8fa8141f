import CSandbox
import Foundation

/// Shuts off the file system with landlock: a list of folders stays readable, nothing is writable.
/// It holds for the calling thread, for threads it starts later, and across `execve`.
enum FileSandbox {
    /// Data of the libraries and the system's own libraries. What does not exist is left out.
    private static let readable = [
        "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/etc/fonts", "/var/cache/fontconfig",
        "/usr/share/poppler", "/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata",
        "/usr/share/color", "/usr/share/zoneinfo", "/etc/localtime", "/usr/lib/locale", "/usr/share/locale",
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
        "/dev/null", "/dev/zero", "/dev/urandom", "/sys/devices/system/cpu", "/proc/self", "/proc/meminfo",
    ]

    /// - Parameters:
    ///   - more: Further files and folders, the language data of this installation for example.
    ///   - isOwnProgram: Whether it is this program that goes on; else its files stay shut too.
    /// - Returns: The ABI in force, or why there is none.
    static func close(allowing more: [String], isOwnProgram: Bool = true) -> (landlock: Int?, gap: String?) {
        let abi = sandbox_landlock_abi()
        guard abi > 0 else {
            return (nil, "files are not shut off (this kernel has no landlock, or it is switched off)")
        }
        let ruleset = sandbox_landlock_create(rights(abi))
        guard ruleset >= 0 else { return (nil, "files are not shut off (landlock: \(text(of: errno)))") }
        defer { Foundation.close(ruleset) }
        for path in readable + more + (isOwnProgram ? librariesInUse() : []) { allow(path, in: ruleset) }
        guard sandbox_no_new_privileges() == 0, sandbox_landlock_enforce(ruleset) == 0 else {
            return (nil, "files are not shut off (landlock: \(text(of: errno)))")
        }
        return (Int(abi), nil)
    }

    /// All rights that this ABI knows, so that whatever is not granted is refused; see landlock(7).
    private static func rights(_ abi: Int) -> sandbox_landlock_rights {
        let files = [13, 14, 15, 15, 16]
        let count = files[min(abi, files.count) - 1]
        // From ABI 4 on binding and connecting TCP; from 6 on abstract unix sockets and signals to the outside.
        return sandbox_landlock_rights(
            files: (1 << count) - 1, network: abi >= 4 ? 0b11 : 0, scopes: abi >= 6 ? 0b11 : 0)
    }

    private static func allow(_ path: String, in ruleset: Int32) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let file = UInt64(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE)
        let folder = file | UInt64(LANDLOCK_ACCESS_FS_READ_DIR)
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        _ = sandbox_landlock_allow(ruleset, path, isFolder ? folder : file)
    }

    /// The program itself and the folders of the libraries it runs with, wherever they were installed.
    private static func librariesInUse() -> [String] {
        guard let maps = KernelFile.text("/proc/self/maps") else { return [] }
        var paths: Set<String> = []
        for line in maps.split(separator: "\n") {
            guard let slash = line.firstIndex(of: "/") else { continue }
            let path = String(line[slash...])
            let isLibrary = path.hasSuffix(".so") || path.contains(".so.")
            paths.insert(isLibrary ? (path as NSString).deletingLastPathComponent : path)
        }
        return paths.filter { $0 != "/" }.sorted()
    }

    static func text(of error: Int32) -> String { String(cString: strerror(error)) }
}
