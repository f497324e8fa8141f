import Correspondence
import Foundation

/// Goes through a mail, from the outside to the inside, and hands out what it finds, within the limits.
struct PartWalk {
    /// Where something stands in the mail.
    struct Place {
        /// Numbers of the way to it; empty = the mail itself.
        var numbers: [Int] = []
        /// Path of what it lies in.
        var parent: String?
        var depth = 0
        /// Whether text here is the mail's own.
        var isBody = true
        /// Within pictures that belong to a text.
        var isRelated = false
        var isEncrypted = false

        static let whole = Place()

        var path: String { numbers.map(String.init).joined(separator: ".") }
        /// For faults: the mail itself has no path.
        var faultPath: String? { numbers.isEmpty ? parent : path }

        func child(_ number: Int) -> Place {
            var place = self
            place.numbers.append(number)
            return place
        }

        /// Of what lies in the part that stands here.
        func inside() -> Place {
            Place(numbers: numbers, parent: path, depth: depth + 1, isBody: false)
        }
    }

    let limits: MailLimits
    private let hand: (MailPart, Data) throws -> Void
    private(set) var parts: [MailPart] = []
    private(set) var faults: [MailFault] = []
    /// Content-IDs of pictures that stand in the text.
    private var pictures: Set<String> = []
    private var count = 0
    private var decoded = 0
    var inflated = 0

    init(limits: MailLimits, hand: @escaping (MailPart, Data) throws -> Void) {
        self.limits = limits
        self.hand = hand
    }

    /// Each is told once.
    mutating func fault(_ reason: MailReason, at path: String?) {
        let fault = MailFault(reason, path: path)
        if !faults.contains(fault), faults.count < limits.parts + 16 { faults.append(fault) }
    }

    /// - Returns: What a person reads.
    mutating func walk(mail: Data, as place: Place) throws -> [BodyPiece] {
        let (mail, isCut) = Borders.cut(mail, after: limits.borders)
        if isCut { fault(.tooManyParts, at: place.faultPath) }
        return try ParsedMail.with(mail) { root in
            guard let root else {
                fault(.damagedMail, at: place.faultPath)
                return []
            }
            return try visit(root: root, place)
        }
    }

    /// A mail that is no multipart has one part, its first.
    private mutating func visit(root: MailNode, _ place: Place) throws -> [BodyPiece] {
        try visit(root, root.form == .multipart ? place : place.child(1))
    }

    private mutating func visit(_ node: MailNode, _ place: Place) throws -> [BodyPiece] {
        switch node.form {
        case .multipart: return try children(of: node, place)
        case .message:
            guard try give(node.content, as: .mail, node, place) else { return [] }
            let inside = place.inside()
            guard let root = node.innerRoot else {
                fault(.damagedMail, at: place.faultPath)
                return []
            }
            guard isShallow(inside) else { return [] }
            _ = try visit(root: root, inside)
            return []
        case .leaf, .other: return try leaf(node, place)
        }
    }

    private mutating func children(of node: MailNode, _ place: Place) throws -> [BodyPiece] {
        var place = place
        place.depth += 1
        guard isShallow(place), counts(place) else { return [] }
        let type = node.type
        place.isRelated = type == "multipart/related"
        if type == "multipart/encrypted" {
            place.isEncrypted = true
            fault(.encryptedMail, at: place.faultPath)
        }
        // None of its borders is there.
        if node.childCount == 0 { fault(.damagedMail, at: place.faultPath) }
        var pieces: [[BodyPiece]] = []
        for index in 0..<node.childCount where count <= limits.parts {
            guard let child = node.child(index) else { continue }
            pieces.append(try visit(child, place.child(index + 1)))
        }
        return type == "multipart/alternative" ? BodyText.best(of: pieces) : pieces.flatMap(\.self)
    }

    private mutating func leaf(_ node: MailNode, _ place: Place) throws -> [BodyPiece] {
        let type = node.type
        let bytes = node.content
        guard !isText(node, type, place) else { return try text(node, type, bytes, place) }
        let kind =
            place.isEncrypted
            ? .encrypted
            : MailPart.Kind(of: bytes, type: type, name: PartName.cleaned(node.fileName, limit: limits.name))
        guard try give(bytes, as: kind, node, place) else { return [] }
        return try open(bytes, kind, place)
    }

    // MARK: Text

    /// What a person reads, rather than a file: text without a name that nobody calls an attachment.
    private func isText(_ node: MailNode, _ type: String, _ place: Place) -> Bool {
        place.isBody && !place.isEncrypted && ["text/plain", "text/html"].contains(type)
            && node.disposition != "attachment" && node.fileName == nil
    }

    private mutating func text(
        _ node: MailNode, _ type: String, _ bytes: Data, _ place: Place
    ) throws -> [BodyPiece] {
        let kind = MailPart.Kind(of: bytes, type: type, name: nil)
        guard [.text, .html, .other, .xml].contains(kind) || bytes.isEmpty else {
            guard try give(bytes, as: kind, node, place) else { return [] }
            return try open(bytes, kind, place)
        }
        guard counts(place) else { return [] }
        // Most of a page is markup.
        let most = limits.body * 16
        if type == "text/html" {
            let html = HTMLText(
                Charset.text(bytes.prefix(most), declared: node.parameter("charset")), limit: limits.body + 1)
            pictures.formUnion(html.pictures)
            return [BodyPiece(text: html.text, isFromHTML: true)]
        }
        let text = PlainText(
            bytes, charset: node.parameter("charset"),
            isFlowed: node.parameter("format")?.lowercased() == "flowed",
            dropsBlank: node.parameter("delsp")?.lowercased() == "yes", limit: most)
        for (index, file) in text.files.enumerated() {
            try give(file.bytes, named: file.name, type: "application/octet-stream", place.child(index + 1))
        }
        return [text.piece]
    }

    // MARK: Parts

    /// - Returns: Whether it was taken, so that it may be opened.
    private mutating func give(
        _ bytes: Data, as kind: MailPart.Kind, _ node: MailNode, _ place: Place
    ) throws -> Bool {
        let type = node.type
        let isShown = node.contentID.map { pictures.contains($0) } ?? false
        let isInline = type.hasPrefix("image/") && (isShown || place.isRelated && node.disposition != "attachment")
        return try take(
            bytes, named: node.fileName, type: type, kind, isInline: isInline, isEncrypted: false, place)
    }

    /// A file out of something that is no mail.
    mutating func give(_ bytes: Data, named name: String?, type: String, isInline: Bool = false, _ place: Place) throws
    {
        let kind = MailPart.Kind(of: bytes, type: type, name: PartName.cleaned(name, limit: limits.name))
        guard try take(bytes, named: name, type: type, kind, isInline: isInline, isEncrypted: false, place) else {
            return
        }
        _ = try open(bytes, kind, place)
    }

    /// A file that nobody can read.
    mutating func giveLocked(named name: String?, _ place: Place) throws {
        _ = try take(
            Data(), named: name, type: "application/octet-stream", .other, isInline: false, isEncrypted: true, place)
    }

    private mutating func take(
        _ bytes: Data, named name: String?, type: String, _ kind: MailPart.Kind, isInline: Bool, isEncrypted: Bool,
        _ place: Place
    ) throws -> Bool {
        guard counts(place) else { return false }
        guard decoded + bytes.count <= limits.decoded else {
            fault(.tooLarge, at: place.faultPath)
            return false
        }
        decoded += bytes.count
        let part = MailPart(
            path: place.path, name: PartName.cleaned(name, limit: limits.name), type: type.cut(toBytes: limits.name),
            kind: kind, size: bytes.count, sha256: GMime.sha256(bytes), isInline: isInline,
            isEncrypted: isEncrypted || kind == .zip && ZipArchive.isLocked(bytes), parent: place.parent)
        parts.append(part)
        try hand(part, bytes)
        return true
    }

    /// What lies in it.
    private mutating func open(_ bytes: Data, _ kind: MailPart.Kind, _ place: Place) throws -> [BodyPiece] {
        let inside = place.inside()
        switch kind {
        case .mail where isShallow(inside): _ = try walk(mail: bytes, as: inside)
        case .zip where isShallow(inside): try unpack(zip: bytes, place, inside)
        case .tnef where isShallow(inside): return try unpack(tnef: bytes, place, inside)
        case .encrypted: fault(.encryptedMail, at: place.faultPath)
        case .signature:
            guard let mail = SignedContent.content(of: bytes), isShallow(inside) else { return [] }
            var own = inside
            // The mail in its wrapping: its text is what the person reads.
            own.isBody = place.isBody
            return try walk(mail: mail, as: own)
        default: break
        }
        return []
    }

    // MARK: Limits

    /// Whether there is room for a part more.
    var hasRoom: Bool { count < limits.parts }

    private mutating func counts(_ place: Place) -> Bool {
        count += 1
        guard count > limits.parts else { return true }
        fault(.tooManyParts, at: nil)
        return false
    }

    private mutating func isShallow(_ place: Place) -> Bool {
        guard place.depth > limits.depth else { return true }
        fault(.tooDeep, at: place.faultPath)
        return false
    }
}
