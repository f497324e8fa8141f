import Foundation
import NIOCore

/// One response as it came: its text, in which `{n}` stays where a literal stood, and the literals.
struct FramedResponse: Hashable, Sendable {
    /// Without the line's end.
    var text: [UInt8] = []
    var literals: [Literal] = []

    struct Literal: Hashable, Sendable {
        /// Where in the text it belongs: behind its `}`.
        var end: Int
        var content: Content
    }

    enum Content: Hashable, Sendable {
        case bytes([UInt8])
        /// So many bytes went to whoever takes the message's text.
        case streamed(Int)
    }
}

/// Cuts a stream of bytes into responses. Keeps no more than ``ResponseLimits`` allow, however the bytes arrive.
struct ResponseFramer: Sendable {
    enum Frame: Hashable, Sendable {
        case response(FramedResponse)
        /// A part of a message's text.
        case body(ByteBuffer)
    }

    let limits: ResponseLimits
    /// The most bytes of a message's text that were asked for; `nil`: none were or they have come, and such a literal is as
    /// others are.
    var bodyLimit: Int?

    private var response = FramedResponse()
    /// Where the current line begins within the text.
    private var lineStart = 0
    private var literalBytes = 0
    private var pending: Pending?
    private var isInStatus = false

    private struct Pending {
        var left: Int
        var total: Int
        var isBody: Bool
        var bytes: [UInt8] = []
    }

    init(limits: ResponseLimits = ResponseLimits()) { self.limits = limits }

    /// - Returns: `nil` when more bytes are needed.
    mutating func next(from buffer: inout ByteBuffer) throws(ProtocolFault) -> Frame? {
        while true {
            if var literal = pending {
                if literal.isBody, literal.left > 0 {
                    let count = min(literal.left, buffer.readableBytes)
                    guard count > 0, let part = buffer.readSlice(length: count) else { return nil }
                    literal.left -= count
                    pending = literal
                    return .body(part)
                }
                let count = min(literal.left, buffer.readableBytes)
                literal.bytes += buffer.readBytes(length: count) ?? []
                literal.left -= count
                guard literal.left == 0 else {
                    pending = literal
                    return nil
                }
                pending = nil
                response.literals.append(
                    .init(
                        end: response.text.count,
                        content: literal.isBody ? .streamed(literal.total) : .bytes(literal.bytes)))
            }
            guard try takeLine(from: &buffer) else { return nil }
            guard let literal = try announcedLiteral() else {
                let whole = response
                response = FramedResponse()
                (lineStart, literalBytes) = (0, 0)
                return .response(whole)
            }
            pending = literal
            lineStart = response.text.count
        }
    }

    /// - Returns: Whether the line is at its end.
    private mutating func takeLine(from buffer: inout ByteBuffer) throws(ProtocolFault) -> Bool {
        let view = buffer.readableBytesView
        let end = view.firstIndex(of: UInt8(ascii: "\n"))
        let count = end.map { $0 - view.startIndex + 1 } ?? view.count
        guard response.text.count + count <= limits.line else {
            throw ProtocolFault("A line is longer than \(limits.line) bytes.")
        }
        response.text += buffer.readBytes(length: count) ?? []
        guard end != nil else { return false }
        response.text.removeLast()
        if response.text.count > lineStart, response.text.last == UInt8(ascii: "\r") { response.text.removeLast() }
        guard !response.text[lineStart...].contains(where: { $0 == 0 || $0 == UInt8(ascii: "\r") }) else {
            throw ProtocolFault("A line holds NUL or a lone CR.")
        }
        return true
    }

    /// The literal that the line's end announces. Text for people ends a status response and may look like one.
    private mutating func announcedLiteral() throws(ProtocolFault) -> Pending? {
        let text = response.text
        guard text.count > lineStart, text.last == UInt8(ascii: "}"), !Self.isStatus(text),
            let open = text.lastIndex(of: UInt8(ascii: "{"))
        else { return nil }
        let digits = text[(open + 1)..<(text.count - 1)]
        guard (1...10).contains(digits.count), let count = Int(String(decoding: digits, as: UTF8.self)) else {
            throw ProtocolFault("A literal has no size.")
        }
        guard response.literals.count < limits.entries else { throw ProtocolFault("A response has too many literals.") }
        if let bodyLimit, Self.announcesBody(text[..<open]) {
            guard count <= bodyLimit else { throw ProtocolFault("More of a message was sent than was asked for.") }
            self.bodyLimit = nil
            return Pending(left: count, total: count, isBody: true)
        }
        literalBytes += count
        guard literalBytes <= limits.literals else {
            throw ProtocolFault("A literal is longer than \(limits.literals) bytes.")
        }
        return Pending(left: count, total: count, isBody: false)
    }

    /// `* OK …`, `a1 NO …`, `+ …`
    private static func isStatus(_ text: [UInt8]) -> Bool {
        let words = text.prefix(64).split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count > 1 else { return words.first == [UInt8(ascii: "+")] }
        if words[0] == [UInt8(ascii: "+")] { return true }
        return StatusLine.Kind(rawValue: String(decoding: words[1], as: UTF8.self).uppercased()) != nil
    }

    /// `… BODY[] ` or `… BODY[]<0> `
    private static func announcesBody(_ text: ArraySlice<UInt8>) -> Bool {
        let end = String(decoding: text.suffix(24), as: UTF8.self).uppercased()
        guard end.hasSuffix(" "), let name = end.range(of: "BODY[]", options: .backwards) else { return false }
        let rest = end[name.upperBound...].dropLast()
        return rest.isEmpty
            || (rest.hasPrefix("<") && rest.hasSuffix(">") && rest.dropFirst().dropLast().allSatisfy(\.isNumber))
    }
}
