import Correspondence
import Foundation

@testable import MIME

/// The mails of `mails.py`, made once for all tests, and what Python's parser finds in them.
enum Mails {
    static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "payables-mails-\(getpid())")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", URL(filePath: #filePath).deletingLastPathComponent().appending(path: "mails.py").path,
            folder.path,
        ]
        try? python.run()
        python.waitUntilExit()
        atexit { try? FileManager.default.removeItem(at: Mails.folder) }
        return folder
    }()

    static func url(_ name: String) -> URL { folder.appending(path: name + ".eml") }

    static func raw(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    static func taken(_ name: String, limits: MailLimits = MailLimits()) throws -> TakenMail {
        MailTaker(limits: limits).take(try raw(name))
    }

    static func opinions() throws -> [String: [String]] {
        try JSONDecoder().decode(
            [String: [String]].self, from: Data(contentsOf: folder.appending(path: "opinions.json")))
    }
}

extension MailPart {
    /// As tests write it: `1.2 pdf "a.pdf"`, with `inline`, `locked`, `in 2`.
    var line: String {
        var words = [path, kind.rawValue, name.map { "\"\($0)\"" } ?? "nameless"]
        if isInline { words.append("inline") }
        if isEncrypted { words.append("locked") }
        if let parent { words.append("in \(parent)") }
        return words.joined(separator: " ")
    }
}

extension MailMessage {
    /// Faults as tests write them: `TOO_DEEP 1.2`.
    var faultLines: [String] {
        faults.map { ([$0.reason.rawValue] + ($0.path.map { [$0] } ?? [])).joined(separator: " ") }
    }
}
