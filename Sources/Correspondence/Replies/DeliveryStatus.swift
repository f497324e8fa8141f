/// What became of a mail of ours, as another server tells it (RFC 3464). A stranger may have written it: it is believed only
/// together with a ``BounceAddress`` that is ours.
package struct DeliveryStatus: Hashable, Sendable, Codable {
    package enum Action: String, Hashable, Sendable, Codable {
        case failed, delayed, delivered, relayed, expanded
    }

    /// RFC 3463: `5.1.1`.
    package struct Code: Hashable, Sendable, Codable, CustomStringConvertible {
        package var kind: Int, subject: Int, detail: Int
        package var description: String { "\(kind).\(subject).\(detail)" }

        /// - Parameter text: May have words behind it, as some servers write.
        init?(_ text: String) {
            let numbers = text.prefix { !" \t(;".contains($0) }.split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count == 3,
                numbers.allSatisfy({ (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(isDigit) }),
                let kind = Int(numbers[0]), [2, 4, 5].contains(kind), let subject = Int(numbers[1]),
                let detail = Int(numbers[2])
            else { return nil }
            self.kind = kind
            self.subject = subject
            self.detail = detail
        }
    }

    package struct Recipient: Hashable, Sendable, Codable {
        /// `nil` = not told, or not of the plain kind.
        package var address: MailAddress?
        /// As the mail was addressed first.
        package var originalAddress: MailAddress?
        package var action: Action?
        package var code: Code?
        /// The other server's own words: one line of at most 500 characters, without controls. From a stranger: to be
        /// escaped wherever it is shown.
        package var diagnostic: String

        /// Whether nothing more will come: it has failed for good. A delay, and what says neither, is not final.
        package var isFinal: Bool { action == .failed || action == nil && code?.kind == 5 }
        package var isDelayed: Bool { action == .delayed || action == nil && code?.kind == 4 }
    }

    package var recipients: [Recipient]
    /// Whether there were more than are kept.
    package var isCut: Bool

    static let mostBytes = 262_144
    static let mostRecipients = 500

    /// Takes what it understands and leaves the rest; never more than 256 KiB and 500 recipients.
    /// - Parameter text: Of the part `message/delivery-status`.
    package init(_ text: String) {
        let groups = Self.groups(text)
        let all = groups.filter { fields in
            Self.recipientFields.contains { name in fields[name] != nil }
        }
        recipients = all.prefix(Self.mostRecipients).map(Recipient.init)
        isCut = all.count > Self.mostRecipients || text.utf8.count > Self.mostBytes
    }

    private static let recipientFields = ["final-recipient", "original-recipient", "action", "status"]

    /// Fields stand in groups with empty lines between them: of the mail first, then of each recipient. The first of a name
    /// counts.
    private static func groups(_ text: String) -> [[String: String]] {
        var groups: [[String: String]] = []
        var fields: [String: String] = [:]
        var last: String?
        func close() {
            if !fields.isEmpty { groups.append(fields) }
            fields = [:]
            last = nil
        }
        let bytes = Array(text.utf8.prefix(mostBytes))
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = String(decoding: part.last == UInt8(ascii: "\r") ? part.dropLast() : part, as: UTF8.self)
            if line.allSatisfy({ $0 == " " || $0 == "\t" }) {
                close()
            } else if line.first == " " || line.first == "\t" {
                guard let last, let value = fields[last], value.utf8.count < 2_000 else { continue }
                fields[last] = value + " " + line.trimmedBlanks.prefix(998)
            } else if let colon = line.firstIndex(of: ":"), groups.count <= mostRecipients + 1 {
                let name = line[..<colon].lowercased().trimmedBlanks
                let isNew = fields[name] == nil
                if isNew { fields[name] = String(String(line[line.index(after: colon)...]).trimmedBlanks.prefix(998)) }
                last = isNew ? name : nil
            } else {
                last = nil
            }
        }
        close()
        return groups
    }
}

extension DeliveryStatus.Recipient {
    fileprivate init(_ fields: [String: String]) {
        /// Behind the type: `rfc822; name@office.example`.
        func value(_ name: String) -> String {
            let text = fields[name] ?? ""
            guard let semicolon = text.firstIndex(of: ";") else { return text }
            return String(text[text.index(after: semicolon)...]).trimmedBlanks
        }
        func address(_ name: String) -> MailAddress? {
            MailAddress(value(name).trimmedBlanks.trimmingBrackets)
        }
        self.init(
            address: address("final-recipient"), originalAddress: address("original-recipient"),
            action: fields["action"].flatMap { DeliveryStatus.Action(rawValue: $0.lowercased().firstWord) },
            code: fields["status"].flatMap { DeliveryStatus.Code($0) },
            diagnostic: value("diagnostic-code").oneLine(500))
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("<") && hasSuffix(">") ? String(dropFirst().dropLast()) : self
    }

    fileprivate var firstWord: String { String(prefix { $0.isASCII && $0.isLetter }) }

    /// Without control, format and line characters.
    fileprivate func oneLine(_ length: Int) -> String {
        var plain = UnicodeScalarView()
        for scalar in unicodeScalars.prefix(length) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: plain.append(" ")
            case .format: continue
            default: plain.append(scalar)
            }
        }
        return String(plain).trimmedBlanks
    }
}
