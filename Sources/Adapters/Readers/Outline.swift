import Foundation
import Invoicing
import Pipeline

/// A ``PartialReading`` without what travels as raw bytes beside it.
struct Outline: Codable, Sendable {
    var kind: DocumentKind
    var pageCount: Int
    var metadata: [String: String]
    /// Names, in the order of the frames.
    var attachments: [String]
    var problems: [ReadFailure]
    var pending: [Int]

    init(_ document: ReadDocument, pending: [Int] = []) {
        kind = document.kind
        pageCount = document.pageCount
        metadata = document.metadata
        attachments = document.attachments.map(\.name)
        problems = document.problems
        self.pending = pending
    }

    /// The pages, then the attachments' bytes in order.
    static func frames(of document: ReadDocument) -> [Data] {
        [PageCodec.encoded(document.pages)] + document.attachments.map(\.bytes)
    }

    /// - Throws: ``MessageFault`` for frames that ``frames(of:)`` cannot have made.
    func document(from frames: [Data]) throws(MessageFault) -> ReadDocument {
        guard let first = frames.first, frames.count == attachments.count + 1 else {
            throw MessageFault(reason: "no reading")
        }
        let pages = try PageCodec.decoded(first)
        let range = 1...max(1, pageCount)
        guard Self.areAscending(pages.map(\.number), in: range), Self.areAscending(pending, in: range) else {
            throw MessageFault(reason: "page numbers that cannot be")
        }
        return ReadDocument(
            kind: kind, pageCount: pageCount, pages: pages, metadata: metadata,
            attachments: zip(attachments, frames.dropFirst()).map { Attachment(name: $0, bytes: $1) },
            problems: problems)
    }

    private static func areAscending(_ numbers: [Int], in range: ClosedRange<Int>) -> Bool {
        numbers.allSatisfy(range.contains) && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }
}
