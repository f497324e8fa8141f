import Correspondence
import DKIM
import Foundation
import MIME
import Mailroom
import Readers

/// Takes mails apart in processes of their own.
struct ConfinedMailReader: MailReading {
    private let reader: MailReader

    /// - Parameter most: Bytes of a mail.
    init(most: Int) {
        var limits = MailLimits()
        limits.mail = most
        reader = MailReader(limits: limits)
    }

    func read(_ raw: URL) async throws -> ReadMail {
        let taken = try await reader.read(raw)
        return ReadMail(taken.message, contents: taken.contents)
    }
}

/// Checks signatures in a process of its own, with keys that this one has asked for.
struct SignatureChecker: SignatureChecking {
    private let check: DKIMCheck

    /// - Parameter nameServer: Port on this machine, for tests; `nil` = the system's.
    init(nameServer: UInt16? = nil) {
        let records = TextRecords(port: nameServer)
        check = DKIMCheck(lookup: { await records.answer(for: $0) }) { frame in
            let run = ConfinedRun(
                executable: "/proc/self/exe", arguments: ["mail-verify"], time: .seconds(60),
                answer: DKIMCheck.longestAnswer)
            switch await run.ask(frame).outcome {
            case .answered(let line): return .answered(line)
            case .left(let code): return .broke("exit code \(code)")
            case .killed(let signal): return .broke("signal \(signal)")
            case .tooLong: return .broke("the answer was too long")
            case .silent: return .broke("no answer in time")
            case .stopped: return .unavailable("stopped")
            case .notStarted(let reason): return .unavailable(reason)
            }
        }
    }

    func check(_ raw: URL) async -> CheckedSignatures {
        guard let bytes = try? Data(contentsOf: raw, options: .mappedIfSafe) else {
            return CheckedSignatures([], isOpen: true)
        }
        let results = await check.check(bytes)
        let found = results.compactMap { result in
            result.domain.map {
                OwnDKIM(
                    domain: $0, passed: result.outcome == .pass, coversFrom: result.signsFrom,
                    coversWholeBody: result.signsWholeBody)
            }
        }
        return CheckedSignatures(found, isOpen: results.contains { $0.outcome == .temperror })
    }
}
