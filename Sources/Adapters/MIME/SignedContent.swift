import Correspondence
import Foundation

/// What lies in an S/MIME file, RFC 5652: in a signed one the mail itself, in an encrypted one nothing that can be read here.
enum SignedContent {
    private static let signed: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    private static let enveloped: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03]
    private static let authenticated: [UInt8] = [
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17,
    ]

    static func kind(of bytes: Data) -> MailPart.Kind {
        let start = bytes.prefix(40)
        if start.range(of: Data(enveloped)) != nil || start.range(of: Data(authenticated)) != nil { return .encrypted }
        return start.range(of: Data(signed)) != nil ? .signature : .other
    }

    /// The mail that was signed together with its signature; its head stands in it.
    /// - Returns: `nil` for a signature alone, and for what is damaged.
    static func content(of bytes: Data) -> Data? {
        guard kind(of: bytes) == .signature else { return nil }
        let bytes = [UInt8](bytes)
        // ContentInfo, [0], SignedData, then past version and digests the EncapsulatedContentInfo.
        guard let info = Element(bytes, at: 0), let explicit = info.inner(bytes, 1),
            let data = explicit.inner(bytes, 0), let capsule = data.inner(bytes, 2),
            let wrapped = capsule.inner(bytes, 1), wrapped.tag == 0xA0, let octets = wrapped.inner(bytes, 0)
        else { return nil }
        return octets.octets(bytes, depth: 0)
    }
}

/// A tag, and where its contents stand: BER, lengths left open too.
private struct Element {
    let tag: UInt8
    let contents: Range<Int>
    /// Past it and, where its length is open, past its end mark.
    let end: Int

    init?(_ bytes: [UInt8], at start: Int) {
        self.init(bytes, at: start, until: bytes.count, depth: 0)
    }

    private init?(_ bytes: [UInt8], at start: Int, until limit: Int, depth: Int) {
        guard start + 2 <= limit, depth < 16 else { return nil }
        tag = bytes[start]
        // Tags of several bytes do not occur in what is read here.
        guard tag & 0x1F != 0x1F else { return nil }
        let first = Int(bytes[start + 1])
        var position = start + 2
        if first == 0x80 {
            let from = position
            while true {
                guard position + 2 <= limit else { return nil }
                if bytes[position] == 0, bytes[position + 1] == 0 { break }
                guard let next = Element(bytes, at: position, until: limit, depth: depth + 1) else { return nil }
                position = next.end
            }
            contents = from..<position
            end = position + 2
            return
        }
        var length = first
        if first > 0x80 {
            let count = first & 0x7F
            guard count <= 4, position + count <= limit else { return nil }
            length = bytes[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
            position += count
        }
        guard length <= limit - position else { return nil }
        contents = position..<position + length
        end = contents.upperBound
    }

    /// The element of this number among its own, from 0.
    func inner(_ bytes: [UInt8], _ number: Int) -> Element? {
        var position = contents.lowerBound
        for index in 0...number {
            guard let next = Element(bytes, at: position, until: contents.upperBound, depth: 0) else { return nil }
            if index == number { return next }
            position = next.end
        }
        return nil
    }

    /// Of an octet string, in one piece or in several.
    func octets(_ bytes: [UInt8], depth: Int) -> Data? {
        if tag == 0x04 { return Data(bytes[contents]) }
        guard tag == 0x24, depth < 4 else { return nil }
        var (whole, position) = (Data(), contents.lowerBound)
        while position < contents.upperBound {
            guard let next = Element(bytes, at: position, until: contents.upperBound, depth: 0),
                let piece = next.octets(bytes, depth: depth + 1)
            else { return nil }
            whole += piece
            position = next.end
        }
        return whole
    }
}
