import Correspondence
import Foundation
import Mailroom
import Synchronization

/// Takes letters apart that it was shown before.
final class FakeReading: MailReading {
    struct Failed: Error {}
    typealias Trouble = @Sendable (ReadMail) async throws -> Void

    private let known = Mutex<[Data: ReadMail]>([:])
    private let trouble = Mutex<Trouble?>(nil)

    func learn(_ letter: Letter) { known.withLock { $0[letter.raw] = letter.read } }
    func before(_ trouble: Trouble?) { self.trouble.withLock { $0 = trouble } }

    /// A mail that was cut is read as far as it goes: here, as the whole one.
    func read(_ raw: URL) async throws -> ReadMail {
        let bytes = try Data(contentsOf: raw)
        let read = known.withLock { known in
            known[bytes] ?? known.first { $0.key.starts(with: bytes) }?.value
        }
        guard let read else { throw Failed() }
        if let trouble = trouble.withLock({ $0 }) { try await trouble(read) }
        return read
    }
}

/// Knows papers by the first word of their bytes.
struct FakePapers: PaperSorting {
    func kind(of name: String, _ bytes: Data) async -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        return ["purchase-order", "goods-receipt"].first(where: text.hasPrefix)
    }
}

/// Says what a test says.
final class FakeSignatures: SignatureChecking {
    private let answer = Mutex(CheckedSignatures([], isOpen: false))

    func say(_ found: [OwnDKIM], isOpen: Bool = false) {
        answer.withLock { $0 = CheckedSignatures(found, isOpen: isOpen) }
    }
    func check(_ raw: URL) async -> CheckedSignatures { answer.withLock { $0 } }
}
