import Foundation

@testable import Correspondence

extension PublicSuffixes {
    /// Debian's list (package `publicsuffix`).
    static let debian = PublicSuffixes(
        (try? String(contentsOfFile: "/usr/share/publicsuffix/public_suffix_list.dat", encoding: .utf8)) ?? "")
}
