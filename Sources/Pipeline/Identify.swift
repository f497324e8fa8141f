package import Foundation

/// Tells what a file is from its bytes alone; names and stated types of mail attachments lie.
package struct Identify: Sendable {
    private let limits: ReadLimits

    package init(limits: ReadLimits = ReadLimits()) { self.limits = limits }

    /// - Throws: `.empty`, `.tooLarge`, `.xmlRefused` for XML with a DOCTYPE, `.unsupported` naming what it is instead.
    package func kind(of bytes: Data) throws(ReadFailure) -> DocumentKind {
        guard bytes.count <= limits.bytes else {
            throw ReadFailure(
                .tooLarge, "the file has \(bytes.count) bytes; the limit is \(limits.bytes)")
        }
        let head = [UInt8](bytes.prefix(65_536))
        guard head.contains(where: { !$0.isBlank && $0 != 0 }) else {
            throw ReadFailure(.empty, "the file is empty; ask the sender to send it again")
        }
        if let kind = picture(head) { return kind }
        if let other = UnsupportedFile(signature: head) { throw other.failure }
        if head.prefix(1024).firstRange(of: "%PDF-".utf8) != nil { return .pdf }
        if let root = try XMLRoot(bytes) { return try kind(of: root) }
        throw UnsupportedFile(text: head).failure
    }

    private func picture(_ head: [UInt8]) -> DocumentKind? {
        if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        let tiffs: [[UInt8]] = [
            [0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43],
        ]
        return tiffs.contains { head.starts(with: $0) } ? .tiff : nil
    }

    private func kind(of root: XMLRoot) throws(ReadFailure) -> DocumentKind {
        let namespace = root.namespace ?? ""
        switch root.name {
        case "CrossIndustryInvoice"
        where namespace.hasPrefix("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:"),
            "CrossIndustryDocument" where namespace.hasPrefix("urn:ferd:CrossIndustryDocument:"):
            return .cii
        case "Invoice" where namespace == "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
            "CreditNote" where namespace == "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2":
            return .ubl
        case "html", "HTML":
            throw UnsupportedFile("an HTML page").failure
        default:
            let name = root.name.prefix(60)
            throw UnsupportedFile(
                "XML with the root element \(name) in \(namespace.isEmpty ? "no namespace" : "the namespace \(namespace.prefix(120))")"
            ).failure
        }
    }
}

extension UInt8 {
    /// Blank, tab or line end.
    var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
