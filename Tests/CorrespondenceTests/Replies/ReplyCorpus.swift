import Correspondence
import Foundation
import Testing

/// A reply with its truth.
struct CorpusReply: Sendable, CustomTestStringConvertible {
    var id: String
    /// `approve`, `reject`, `question`, `unclear` or `automatic`.
    var truth: String
    var name: String
    /// Of a refusal; empty = not told.
    var reason: String
    var text: String

    var testDescription: String { id }

    var reading: ReplyReading { ReplyReading(text, names: [name]) }

    /// What it was read as, in the words of the truth.
    var found: String {
        switch reading {
        case .approve: "approve"
        case .reject: "reject"
        case .question: "question"
        case .unclear(.automatic): "automatic"
        case .unclear: "unclear"
        }
    }

    /// Also its reason.
    var isRight: Bool {
        guard found == truth else { return false }
        if case .reject(let reason) = reading, !self.reason.isEmpty { return reason.hasPrefix(self.reason) }
        return true
    }

    var isAnswer: Bool { ["approve", "reject", "question"].contains(truth) }
}

/// corpus/made: by make_corpus.py. corpus/written: awkward ones, by hand. corpus/held-back: written before there was a rule.
enum ReplyCorpus {
    static let made = replies(in: "made")
    static let written = replies(in: "written")
    static let heldBack = replies(in: "held-back")

    private static func replies(in folder: String) -> [CorpusReply] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus/\(folder)")
        let files = try! FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
        return files.sorted { $0.path < $1.path }.flatMap { replies(try! String(contentsOf: $0, encoding: .utf8)) }
    }

    private static func replies(_ file: String) -> [CorpusReply] {
        ("\n" + file).components(separatedBy: "\n=== ").dropFirst().map { record in
            let lines = record.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let fields = lines[0].components(separatedBy: " | ")
            return CorpusReply(
                id: fields[0], truth: fields[1], name: fields.count > 2 ? fields[2] : "",
                reason: fields.count > 3 ? fields[3] : "", text: unescaped(lines.count > 1 ? String(lines[1]) : ""))
        }
    }

    /// `\u{200B}` stands for a character that would not be seen.
    private static func unescaped(_ text: String) -> String {
        text.replacing(#/\\u\{([0-9A-F]{1,6})\}/#) { match in
            String(Character(Unicode.Scalar(UInt32(match.1, radix: 16)!)!))
        }
    }
}
