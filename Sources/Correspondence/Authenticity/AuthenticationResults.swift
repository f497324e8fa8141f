/// A header `Authentication-Results` (RFC 8601 §2.2): what one server says that it checked. Whether that server is trusted
/// is not asked here.
package struct AuthenticationResults: Hashable, Sendable {
    package struct Property: Hashable, Sendable {
        /// `smtp`, `header`, `body`, `policy`; empty where the server wrote a bare name, as some do.
        package var type: String
        /// `mailfrom`, `d`, `from`; lower case.
        package var name: String
        package var value: String
    }

    package struct Result: Hashable, Sendable {
        /// `dkim`, `spf`, `dmarc`, `arc`; lower case.
        package var method: String
        /// `nil` = a word that RFC 8601 does not know; it proves nothing.
        package var check: MailVerdict.Check?
        package var properties: [Property]

        /// The first of this name; `nil` = not told.
        package func value(_ type: String, _ name: String) -> String? {
            properties.first { $0.type == type && $0.name == name }?.value
        }
    }

    /// Lower case; empty when the server does not name itself, as Microsoft's do.
    package var authservID: String
    package var version: Int
    /// Empty for `none`.
    package var results: [Result]

    /// - Returns: `nil` for what does not follow the grammar as a whole: half a header proves nothing.
    package init?(_ raw: String) {
        var scanner = HeaderScanner(raw)
        guard let (id, version) = Self.server(&scanner) else { return nil }
        authservID = id
        self.version = version
        results = []
        var isFirst = id.isEmpty
        while scanner.skipBlanks(), !scanner.isAtEnd {
            guard isFirst || scanner.take(";"), scanner.skipBlanks() else { return nil }
            isFirst = false
            if scanner.isAtEnd { return }
            guard let result = Self.result(&scanner) else { return nil }
            if result.method != "none" { results.append(result) }
        }
        guard scanner.isAtEnd else { return nil }
    }

    /// The id, and the version of the grammar, which is 1.
    private static func server(_ scanner: inout HeaderScanner) -> (String, Int)? {
        let start = scanner
        guard scanner.skipBlanks(), let id = value(&scanner), scanner.skipBlanks() else { return nil }
        if scanner.next == "=" {
            scanner = start
            return ("", 1)
        }
        let digits = scanner.run { ("0"..."9").contains($0) }
        guard scanner.skipBlanks(), scanner.isAtEnd || scanner.next == ";" else { return nil }
        guard digits.isEmpty || digits == "1" else { return nil }
        return (id.lowercased(), 1)
    }

    private static func result(_ scanner: inout HeaderScanner) -> Result? {
        let method = scanner.run(while: isKeyword).lowercased()
        guard !method.isEmpty, scanner.skipBlanks() else { return nil }
        if method == "none", scanner.isAtEnd || scanner.next == ";" {
            return Result(method: method, check: MailVerdict.Check.none, properties: [])
        }
        if scanner.take("/") {
            guard scanner.skipBlanks(), scanner.run(while: { ("0"..."9").contains($0) }) == "1", scanner.skipBlanks()
            else { return nil }
        }
        guard scanner.take("="), scanner.skipBlanks(), let word = value(&scanner) else { return nil }
        var properties: [Property] = []
        while true {
            guard scanner.skipBlanks() else { return nil }
            if scanner.isAtEnd || scanner.next == ";" { break }
            guard let property = property(&scanner) else { return nil }
            properties.append(property)
        }
        return Result(method: method, check: check(word), properties: properties)
    }

    /// `header.d=seller.example`; also `reason="…"` and other bare names.
    private static func property(_ scanner: inout HeaderScanner) -> Property? {
        var type = scanner.run(while: isKeyword).lowercased()
        guard !type.isEmpty, scanner.skipBlanks() else { return nil }
        var name = type
        if scanner.take(".") {
            guard scanner.skipBlanks() else { return nil }
            name = scanner.run(while: isKeyword).lowercased()
            guard !name.isEmpty, scanner.skipBlanks() else { return nil }
        } else {
            type = ""
        }
        guard scanner.take("="), scanner.skipBlanks() else { return nil }
        // A local part may be quoted: "a b"@seller.example.
        var text = ""
        if scanner.next == "\"" {
            guard let quoted = scanner.quoted() else { return nil }
            text = quoted
        }
        text += scanner.run {
            isValue($0) || $0 == "@" || $0 == "=" || $0 == "/" || $0 == ":" || $0 == "<" || $0 == ">"
        }
        return Property(type: type, name: name, value: text)
    }

    private static func check(_ word: String) -> MailVerdict.Check? {
        switch word.lowercased() {
        case "hardfail": .fail
        case "bestguesspass": MailVerdict.Check.none
        case let word: MailVerdict.Check(rawValue: word)
        }
    }

    /// A token of RFC 2045, or a quoted string.
    private static func value(_ scanner: inout HeaderScanner) -> String? {
        if scanner.next == "\"" { return scanner.quoted() }
        let text = scanner.run(while: isValue)
        return text.isEmpty ? nil : text
    }

    private static func isKeyword(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
            || scalar == "_"
    }

    private static func isValue(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F && !"()<>@,;:\\\"/[]?=".unicodeScalars.contains(scalar)
    }
}
