import NIOSSL

/// Whether a certificate is for a name (RFC 6125 §6.4).
///
/// NIOSSL, asked to check a name, is also content with a certificate for the *address* it is connected to. Whoever answers
/// for a name's address, in the name service or on the way, could have such a certificate for an address of his own.
enum CertificateName {
    /// - Returns: Also true for a certificate without any alternative names, for NIOSSL has compared its common name then.
    static func isIn(_ certificate: NIOSSLCertificate, host: String) -> Bool {
        let all = certificate._subjectAlternativeNames()
        return all.isEmpty
            || all.contains { $0.nameType == .dnsName && matches(host, String(decoding: $0.contents, as: UTF8.self)) }
    }

    /// - Parameter pattern: `imap.office.example`, or `*.office.example`, in which the star stands for one label.
    static func matches(_ host: String, _ pattern: String) -> Bool {
        let (host, pattern) = (labels(host), labels(pattern))
        guard host.count == pattern.count, !host.contains(""), let first = pattern.first else { return false }
        guard first == "*" else { return host == pattern }
        return host.count > 2 && host.dropFirst() == pattern.dropFirst()
    }

    private static func labels(_ name: String) -> [String] {
        let name = name.lowercased()
        return (name.hasSuffix(".") ? String(name.dropLast()) : name)
            .split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
}
