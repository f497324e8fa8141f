import Foundation

/// `winmail.dat`: how Outlook packs attachments for other Outlooks (MS-OXTNEF).
///
/// A list of attributes, each with its length. Read here, and not by a library: the two that exist are written in C, have a
/// history of reading past their buffers, and give more than is needed; what is needed is names and bytes.
struct TNEFStream {
    struct Attachment: Hashable {
        var name: String?
        var bytes = Data()
        /// Whether it is shown in the text.
        var contentID: String?
        /// Another message in the same form, rather than a file.
        var isMessage = false
    }

    private(set) var attachments: [Attachment] = []
    /// The text, where it came along.
    private(set) var text: String?
    private(set) var html: Data?
    /// Whether it ended too early.
    private(set) var isDamaged = false
    private var charset: String?

    private enum Attribute {
        static let begin: UInt32 = 0x0006_9002
        static let title: UInt32 = 0x0001_8010
        static let data: UInt32 = 0x0006_800F
        static let properties: UInt32 = 0x0006_9005
        static let messageProperties: UInt32 = 0x0006_9003
        static let body: UInt32 = 0x0002_800C
        static let codepage: UInt32 = 0x0006_9007
    }

    private enum Property {
        static let data: UInt16 = 0x3701
        static let longName: UInt16 = 0x3707
        static let shortName: UInt16 = 0x3704
        static let displayName: UInt16 = 0x3001
        static let contentID: UInt16 = 0x3712
        static let body: UInt16 = 0x1000
        static let html: UInt16 = 0x1013
    }

    /// - Returns: `nil` when the bytes are none.
    init?(_ bytes: Data) {
        var reader = LittleEndian(bytes)
        guard reader.number32() == 0x223E_9F78, reader.number16() != nil else { return nil }
        while !reader.isAtEnd {
            guard reader.number8() != nil, let id = reader.number32(), let length = reader.number32(),
                let value = reader.bytes(Int(length)), reader.number16() != nil
            else {
                isDamaged = true
                return
            }
            take(id, value)
        }
    }

    private mutating func take(_ id: UInt32, _ value: Data) {
        switch id {
        case Attribute.begin: attachments.append(Attachment())
        case Attribute.codepage:
            var reader = LittleEndian(value)
            charset = reader.number32().map { "windows-\($0)" }
        case Attribute.body: text = string(value)
        case Attribute.messageProperties: properties(value, ofMessage: true)
        case Attribute.title:
            let name = string(value)
            change { $0.name = $0.name ?? name }
        case Attribute.data: change { $0.bytes = value }
        case Attribute.properties: properties(value, ofMessage: false)
        default: break
        }
    }

    private mutating func change(_ change: (inout Attachment) -> Void) {
        guard var last = attachments.popLast() else { return }
        change(&last)
        attachments.append(last)
    }

    private mutating func properties(_ bytes: Data, ofMessage: Bool) {
        guard let all = MAPIProperties(bytes) else {
            isDamaged = true
            return
        }
        for property in all.list {
            switch (property.id, ofMessage) {
            case (Property.body, true): text = string(property)
            case (Property.html, true): html = property.value
            case (Property.longName, false): if let name = string(property) { change { $0.name = name } }
            case (Property.shortName, false), (Property.displayName, false):
                let name = string(property)
                change { $0.name = $0.name ?? name }
            case (Property.contentID, false):
                let id = string(property)
                change { $0.contentID = id }
            case (Property.data, false):
                // An object begins with the name of what reads it; a message is a stream of this kind again.
                let isObject = property.type == MAPIProperties.object
                let value = isObject ? property.value.dropFirst(16) : property.value
                change {
                    $0.bytes = Data(value)
                    $0.isMessage = isObject
                }
            default: break
            }
        }
    }

    private func string(_ property: MAPIProperties.Property) -> String? {
        property.type == MAPIProperties.unicode
            ? text(String(decoding: property.value.utf16, as: UTF16.self)) : string(property.value)
    }

    private func string(_ bytes: Data) -> String? { text(Charset.text(bytes, declared: charset)) }

    private func text(_ text: String) -> String? {
        let text = text.prefix { $0 != "\0" }
        return text.isEmpty ? nil : String(text)
    }
}

/// Properties of a message or an attachment, MS-OXTNEF 2.1.3.4.
private struct MAPIProperties {
    struct Property {
        var id: UInt16
        var type: UInt16
        /// The first, where there are several.
        var value: Data
    }
    static let object: UInt16 = 0x000D
    static let unicode: UInt16 = 0x001F
    private(set) var list: [Property] = []

    /// - Returns: `nil` when they end too early.
    init?(_ bytes: Data) {
        var reader = LittleEndian(bytes)
        guard let count = reader.number32() else { return nil }
        for _ in 0..<count {
            guard let type = reader.number16(), let id = reader.number16() else { return nil }
            if id >= 0x8000, !reader.passName() { return nil }
            guard let value = Self.value(type, &reader) else { return nil }
            list.append(Property(id: id, type: type & 0x0FFF, value: value))
        }
    }

    private static func value(_ type: UInt16, _ reader: inout LittleEndian) -> Data? {
        let isList = type & 0x1000 != 0
        switch type & 0x0FFF {
        case 0x0002, 0x000B: return fixed(4, isList, stored: 2, &reader)
        case 0x0003, 0x0004, 0x000A, 0x0001: return fixed(4, isList, stored: 4, &reader)
        case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040: return fixed(8, isList, stored: 8, &reader)
        case 0x0048: return fixed(16, isList, stored: 16, &reader)
        case 0x000D, 0x001E, 0x001F, 0x0102:
            guard let count = reader.number32(), count > 0 else { return Data() }
            var first: Data?
            for _ in 0..<count {
                guard let length = reader.number32(), let value = reader.bytes(Int(length)),
                    reader.bytes(Int(-Int64(length) & 3)) != nil
                else { return nil }
                first = first ?? value
            }
            return first
        default: return nil
        }
    }

    private static func fixed(_ size: Int, _ isList: Bool, stored: Int, _ reader: inout LittleEndian) -> Data? {
        guard isList else { return reader.bytes(size) }
        guard let count = reader.number32() else { return nil }
        // Each is filled up to four bytes.
        return reader.bytes(Int(count) * max(size, 4))
    }
}

/// Numbers out of bytes that need not hold any.
private struct LittleEndian {
    private let all: Data
    private var position: Int

    init(_ bytes: Data) {
        all = bytes
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position >= all.endIndex }

    mutating func bytes(_ count: Int) -> Data? {
        guard count >= 0, count <= all.endIndex - position else { return nil }
        defer { position += count }
        return all[position..<position + count]
    }

    mutating func number8() -> UInt8? { bytes(1)?.first }
    mutating func number16() -> UInt16? { bytes(2).map { $0.reversed().reduce(0) { $0 << 8 | UInt16($1) } } }
    mutating func number32() -> UInt32? { bytes(4).map { $0.reversed().reduce(0) { $0 << 8 | UInt32($1) } } }

    /// Of a property that has a name instead of a number: who made it, and the name.
    mutating func passName() -> Bool {
        guard bytes(16) != nil, let kind = number32() else { return false }
        if kind == 0 { return number32() != nil }
        guard let length = number32() else { return false }
        return bytes(Int(length)) != nil && bytes(Int(-Int64(length) & 3)) != nil
    }
}

extension Data {
    /// Pairs of bytes, little-endian; a single one at the end is dropped.
    fileprivate var utf16: [UInt16] {
        stride(from: startIndex, to: endIndex - 1, by: 2).map { UInt16(self[$0]) | UInt16(self[$0 + 1]) << 8 }
    }
}
