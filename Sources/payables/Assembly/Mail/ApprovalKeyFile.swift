import Correspondence
import Foundation

/// The installation's key for tokens and bounce addresses: `mail.key` in its data folder, made at the first use. Lines of base64, the
/// newest first; older ones are kept until what they have signed has run out.
enum ApprovalKeyFile {
    /// - Throws: ``CommandFailure`` when it cannot be made, or holds what is no key.
    static func open(in folder: URL) throws -> ApprovalKeys {
        let file = folder.appending(path: "mail.key")
        if !FileManager.default.fileExists(atPath: file.path) { try make(file) }
        guard let text = FileManager.default.contents(atPath: file.path).map({ String(decoding: $0, as: UTF8.self) })
        else {
            throw CommandFailure(.setup, "The key \(file.path) cannot be read; give this user the right to.")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
        let keys = lines.compactMap { ApprovalKey(base64: $0) }
        guard let newest = keys.first, keys.count == lines.count else {
            throw CommandFailure(
                .setup,
                "The key file \(file.path) must hold lines of base64 of 32 bytes each. Restore it from a copy: with "
                    + "another key, nobody can answer the questions that are under way.")
        }
        return ApprovalKeys(newest, older: Array(keys.dropFirst()))
    }

    /// Whoever is first makes it; the others find it.
    private static func make(_ file: URL) throws {
        var source = SystemRandomNumberGenerator()
        let bytes = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &source) })
        let draft = file.deletingLastPathComponent().appending(path: ".mail.key.\(UUID().uuidString)")
        let isWritten = FileManager.default.createFile(
            atPath: draft.path, contents: Data((bytes.base64EncodedString() + "\n").utf8),
            attributes: [.posixPermissions: 0o600])
        defer { unlink(draft.path) }
        guard isWritten, link(draft.path, file.path) == 0 || errno == EEXIST else {
            throw CommandFailure(.setup, "The key \(file.path) cannot be made; is the folder writable?")
        }
    }
}
