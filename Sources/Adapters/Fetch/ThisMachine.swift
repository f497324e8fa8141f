import Foundation

/// Whether a host is written as the machine that the program runs on.
package enum ThisMachine {
    /// - Parameter host: `localhost`, `127.0.0.1`, `[::1]` …
    package static func isMeant(by host: String) -> Bool {
        let bare = host.trimmingCharacters(in: ["[", "]"]).lowercased()
        if bare == "localhost" || bare == "::1" { return true }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
