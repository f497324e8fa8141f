import Foundation

/// Most memory that a process ever had, in bytes.
enum Peak {
    static func now() -> Int {
        let status = (try? FileHandle(forReadingFrom: URL(filePath: "/proc/self/status")).readToEnd()) ?? Data()
        return value("VmHWM", in: String(decoding: status, as: UTF8.self)) ?? 0
    }

    static func value(_ name: String, in status: String) -> Int? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }
}
