package import Correspondence
package import Foundation

/// Which parts of a mail are documents, and what becomes of the others.
package struct MailDocuments: Hashable, Sendable {
    /// In the order of the mail; the same bytes once.
    package private(set) var documents: [MailPart] = []
    package private(set) var others: [PartFate] = []

    /// - Parameter isInvoice: Whether the bytes of an XML part are an e-invoice.
    package init(_ message: MailMessage, isInvoice: (MailPart) -> Bool) {
        var sums: Set<String> = []
        var spare: [MailPart] = []
        for part in message.parts {
            switch Self.role(of: part, isInvoice) {
            case .document where !sums.insert(part.sha256).inserted:
                others.append(PartFate(part, .ignored(.duplicateDocument)))
            case .document: documents.append(part)
            case .spare: spare.append(part)
            case .nothing(let reason): others.append(PartFate(part, .ignored(reason)))
            case .silent: continue
            }
        }
        // A photo pasted into the text counts where there is nothing else; a signature's logo never does.
        if documents.isEmpty, let largest = spare.max(by: { $0.size < $1.size }), largest.size >= Self.photo {
            documents = [largest]
            spare.removeAll { $0.path == largest.path }
        }
        others += spare.map { PartFate($0, .ignored(.unsupportedAttachment)) }
        linkVisibleCopies()
    }

    /// Bytes from which on a picture in the text may be a document.
    private static let photo = 60_000

    private enum Role {
        case document
        /// Only if there is nothing else.
        case spare
        case nothing(MailReason)
        /// What only holds other parts, or belongs to the mail itself.
        case silent
    }

    private static func role(of part: MailPart, _ isInvoice: (MailPart) -> Bool) -> Role {
        switch part.kind {
        case .pdf: part.isEncrypted ? .nothing(.encryptedDocument) : .document
        case .png, .jpeg, .tiff, .heic: part.isInline ? .spare : .document
        case .xml: isInvoice(part) ? .document : .nothing(.unsupportedAttachment)
        case .zip: part.isEncrypted ? .nothing(.encryptedArchive) : .silent
        case .encrypted: .nothing(.encryptedMail)
        case .program: .nothing(.dangerousAttachment)
        case .office, .other: .nothing(.unsupportedAttachment)
        case .mail, .tnef, .html, .text, .calendar, .deliveryStatus, .signature: .silent
        }
    }

    /// An e-invoice is the document; the PDF beside it is what people look at (docs/decisions/0021).
    private mutating func linkVisibleCopies() {
        let invoices = documents.filter { $0.kind == .xml }
        guard !invoices.isEmpty else { return }
        let isPair = invoices.count == 1 && documents.count == 2
        let stems = Set(invoices.compactMap { Self.stem($0) })
        for copy in documents where copy.kind == .pdf && (isPair || Self.stem(copy).map(stems.contains) == true) {
            link(copy.path, as: "visible-copy")
        }
    }

    private static func stem(_ part: MailPart) -> String? {
        part.name.map { name in
            String(name.lowercased().prefix { $0 != "." })
        }
    }

    /// Of the documents, those that are linked included, sorted; as ``ReceivedMail/documents`` has them.
    package var sums: [String] {
        let linked = others.filter { if case .linked = $0.fate { true } else { false } }
        return (documents.map(\.sha256) + linked.map(\.part.sha256)).sorted()
    }

    /// Takes a document out of those that become cases.
    package mutating func link(_ path: String, as kind: String) {
        guard let index = documents.firstIndex(where: { $0.path == path }) else { return }
        others.append(PartFate(documents.remove(at: index), .linked(as: kind)))
    }

    /// Takes out what cannot be read.
    package mutating func leave(_ path: String, because reason: MailReason) {
        guard let index = documents.firstIndex(where: { $0.path == path }) else { return }
        others.append(PartFate(documents.remove(at: index), .ignored(reason)))
    }

    /// What ``PaperSorting`` says of a document that only a password opens.
    package static let locked = "locked"

    /// Why there is no document, the gravest first; `nil` when there is one.
    package func reason(_ faults: [MailFault]) -> MailReason? {
        guard documents.isEmpty else { return nil }
        let found = Set(
            faults.map(\.reason) + others.compactMap { if case .ignored(let reason) = $0.fate { reason } else { nil } })
        let order: [MailReason] = [
            .encryptedMail, .encryptedDocument, .encryptedArchive, .inflatesTooMuch, .tooLarge, .tooManyParts, .tooDeep,
            .damagedArchive, .damagedMail, .dangerousAttachment,
        ]
        if let reason = order.first(where: found.contains) { return reason }
        let attached = others.filter { !$0.part.isInline }
        if attached.contains(where: { $0.part.kind == .office }) { return .unsupportedAttachment }
        return attached.isEmpty ? .noAttachment : .noDocument
    }
}

/// Tells what kind of paper a document is, by reading it.
package protocol PaperSorting: Sendable {
    /// - Returns: `"purchase-order"`, `"goods-receipt"`, ``MailDocuments/locked``; `nil` for what may be an invoice, and for what
    ///   cannot be read otherwise.
    func kind(of name: String, _ bytes: Data) async -> String?
}
