import DKIM
import Foundation
import Synchronization
import Testing

@Suite("Checking in a process of its own") struct CheckTests {
    private func check(_ mails: SignedMails, _ arguments: [String] = []) -> DKIMCheck {
        DKIMCheck(lookup: { mails.keys[$0] ?? .none }, launch: HostProcess.launch(arguments))
    }

    @Test(arguments: VerifierTests.cases.map(\.mail)) func theProcessSaysWhatTheLibrarySays(_ name: String) async throws
    {
        let mails = try SignedMails.all.get()
        let mail = try mails[name]
        #expect(await check(mails).check(mail) == DKIMVerifier().verify(mail, keys: mails.keys))
    }

    @Test func onlyNamesOfSoundSignaturesAreAsked() async throws {
        let mails = try SignedMails.all.get()
        let asked = Mutex<Set<String>>([])
        let lookup: DKIMCheck.KeyLookup = { name in
            asked.withLock { _ = $0.insert(name.description) }
            return .none
        }
        for name in mails.names.sorted() where name != "large" {
            _ = await DKIMCheck(lookup: lookup) { _ in .unavailable("not now") }.check(try mails[name])
        }
        let selectors = Set(mails.keys.keys.map(\.description)).union([
            "absent._domainkey.supplier.example", "rsa._domainkey.supplier.example",
        ])
        #expect(asked.withLock { $0 }.subtracting(selectors) == [])
        #expect(asked.withLock { $0.count } > 10)
    }

    @Test func aMailWithoutSignaturesStartsNothing() async throws {
        let mails = try SignedMails.all.get()
        let started = Mutex(0)
        let check = DKIMCheck(lookup: { _ in .none }) { _ in
            started.withLock { $0 += 1 }
            return .unavailable("not now")
        }
        #expect(await check.check(try mails["unsigned"]) == [])
        #expect(await check.check(try mails["two-froms-above"]).map(\.outcome) == [.permerror])
        #expect(started.withLock { $0 } == 0)
    }

    struct Trouble: Sendable, CustomTestStringConvertible {
        let argument: String
        let mail: String
        let reason: String
        let testDescription: String
    }

    static let troubles = [
        Trouble(
            argument: "crash", mail: "key-rsa", reason: "the check broke",
            testDescription: "a process that dies of a mail proves nothing"),
        Trouble(
            argument: "lie", mail: "key-rsa", reason: "the check gave no answer that makes sense",
            testDescription: "what is no list of verdicts is no answer"),
        Trouble(
            argument: "boast", mail: "several", reason: "the check gave no answer that makes sense",
            testDescription: "a verdict must be there for each signature"),
        Trouble(
            argument: "boast", mail: "key-absent", reason: "the signature could not be examined",
            testDescription: "without a key there is no pass, whatever the process says"),
    ]

    @Test(arguments: troubles) func aProcessInTrouble(_ trouble: Trouble) async throws {
        let mails = try SignedMails.all.get()
        let results = await check(mails, [trouble.argument]).check(try mails[trouble.mail])
        #expect(!results.isEmpty)
        #expect(results.allSatisfy { $0.outcome == .permerror && $0.reason.hasPrefix(trouble.reason) })
    }

    @Test func aProcessThatCannotStartIsForLater() async throws {
        let mails = try SignedMails.all.get()
        let check = DKIMCheck(lookup: { mails.keys[$0] ?? .none }) { _ in .unavailable("no pipe") }
        #expect(await check.check(try mails["key-rsa"]).map(\.outcome) == [.temperror])
    }

    @Test(arguments: ["", "\0\0", "\0\0\0\u{2}{}", "\u{7F}\u{7F}\u{7F}\u{7F}", "\0\0\0\u{4}null"])
    func whatIsNoRequestIsRefused(_ request: String) async throws {
        let (code, output) = try await HostProcess.run([], Data(request.utf8))
        #expect(code == 65)
        #expect(output.isEmpty)
    }

    @Test func aRequestThatEndsTooSoonIsRefused() async throws {
        let mails = try SignedMails.all.get()
        let request = Mutex(Data())
        let check = DKIMCheck(lookup: { mails.keys[$0] ?? .none }) { frame in
            request.withLock { $0 = frame }
            return .unavailable("not now")
        }
        _ = await check.check(try mails["key-rsa"])
        let whole = request.withLock { $0 }
        #expect(try await HostProcess.run([], whole).code == 0)
        for count in [3, 20, whole.count / 2, whole.count - 1] {
            let (code, output) = try await HostProcess.run([], whole.prefix(count))
            #expect(code == 65)
            #expect(output.isEmpty)
        }
    }
}
