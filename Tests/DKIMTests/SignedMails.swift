import DKIM
import Foundation

/// The mails of `signed_mails.py`, signed once for all tests of this process.
struct SignedMails: Sendable {
    static let all = Result { try SignedMails() }
    private static let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "signed_mails.py")

    let keys: [KeyName: TextAnswer]
    private let mails: [String: Data]

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "payables-dkim-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let signing = Process()
        signing.executableURL = URL(filePath: "/usr/bin/python3")
        signing.arguments = [Self.script.path, folder.path]
        try signing.run()
        signing.waitUntilExit()
        guard signing.terminationStatus == 0 else { throw CocoaError(.executableRuntimeMismatch) }
        var mails: [String: Data] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "eml" {
            mails[file.deletingPathExtension().lastPathComponent] = try Data(contentsOf: file)
        }
        self.mails = mails
        let bytes = try Data(contentsOf: folder.appending(path: "keys.json"))
        var keys: [KeyName: TextAnswer] = [:]
        for (name, records) in try JSONDecoder().decode([String: [String]].self, from: bytes) {
            let parts = name.components(separatedBy: "._domainkey.")
            guard let key = KeyName(selector: parts[0], domain: parts[1]) else { continue }
            keys[key] = .records(records)
        }
        keys[KeyName(selector: "silent", domain: "supplier.example")!] = .failed("the DNS does not answer")
        self.keys = keys
    }

    var names: Set<String> { Set(mails.keys) }

    subscript(_ name: String) -> Data {
        get throws {
            guard let mail = mails[name] else { throw CocoaError(.fileNoSuchFile) }
            return mail
        }
    }
}
