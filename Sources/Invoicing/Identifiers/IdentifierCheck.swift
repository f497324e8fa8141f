/// What a printed identifier is worth.
package enum IdentifierCheck: Hashable, Sendable {
    case valid
    /// Length and characters are right, the check digits are not: a misread or a mistyped number.
    case wrongChecksum
    /// Not of this kind at all.
    case wrongFormat
}

/// A kind of number that carries its own check digits. Every check works on UTF-8 bytes and looks nothing up.
package protocol CheckedIdentifier {
    /// - Returns: `nil` when `text` has not the identifier's format. Separators and case are ignored.
    static func read(_ text: some StringProtocol) -> ReadIdentifier?
}

/// An identifier whose format is right.
package struct ReadIdentifier: Hashable, Sendable {
    /// Upper case, without separators.
    package let text: String
    package let checksumHolds: Bool

    init(_ bytes: some Sequence<UInt8>, checksumHolds: Bool) {
        text = String(decoding: Array(bytes), as: UTF8.self)
        self.checksumHolds = checksumHolds
    }
}

extension CheckedIdentifier {
    package static func check(_ text: some StringProtocol) -> IdentifierCheck {
        guard let read = read(text) else { return .wrongFormat }
        return read.checksumHolds ? .valid : .wrongChecksum
    }

    package static func isValid(_ text: some StringProtocol) -> Bool { read(text)?.checksumHolds ?? false }

    /// Upper case, without separators.
    /// - Returns: `nil` when not of a known format; a wrong checksum does not matter here.
    package static func normalised(_ text: some StringProtocol) -> String? { read(text)?.text }
}
