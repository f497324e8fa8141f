import Foundation
import Ledgers
import Orchestrator
import Pipeline
import Support
import Testing

@Suite("FileLedger") struct FileLedgerTests {
    private func entry(_ number: Int) -> LedgerEntry {
        LedgerEntry(
            caseID: CaseID(rawValue: "c\(number)"), document: "d\(number).pdf", supplierID: "S1",
            invoiceNumber: "R-\(number)", invoiceDate: "2026-03-01", currency: "EUR", netTotal: "100.00",
            taxTotal: "19.00", grossTotal: "119.00", approvedBy: "rule small")
    }

    private func file() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.appending(path: "ledger.jsonl")
    }

    /// A file has no periods, and nothing stands between it and the program that could be cut.
    @Test(arguments: LedgerConformance.Check.allCases)
    func keepsItsPromises(_ check: LedgerConformance.Check) async throws {
        let ledger = try FileLedger(file())
        let forgetful = ForgetfulLedger(ledger)
        let rows: @Sendable () async -> [[String]] = {
            let lines = await String(decoding: ledger.table(), as: UTF8.self).split(whereSeparator: \.isNewline)
            return lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        }
        let world = LedgerConformance.World(
            ledger: forgetful, seen: { await rows().map { ($0[14], $0[9]) } },
            halves: { await rows().count { $0.count != 15 } }, loseAnswer: { _ in forgetful.loseNextAnswer() })
        #expect(try await LedgerConformance(world).broken(check) == [])
    }

    @Test func oneKeyIsBookedOnce() async throws {
        let ledger = try FileLedger(file())
        let first = try await ledger.post(entry(1), key: "c1/post")
        let again = try await ledger.post(entry(1), key: "c1/post")
        let other = try await ledger.post(entry(2), key: "c2/post")
        #expect(first == again)
        #expect([first.entry, other.entry] == ["L000001", "L000002"])
        #expect(await String(decoding: ledger.table(), as: UTF8.self).split(separator: "\n").count == 3)
    }

    @Test func aKeyWithOtherValuesGoesToAPerson() async throws {
        let ledger = try FileLedger(file())
        _ = try await ledger.post(entry(1), key: "c1/post")
        await #expect(throws: StageFailure.self) { try await ledger.post(entry(2), key: "c1/post") }
    }

    @Test func onlyOneProcessHasTheLedger() throws {
        let url = try file()
        let ledger = try FileLedger(url)
        #expect(throws: LedgerError.self) { try FileLedger(url) }
        withExtendedLifetime(ledger) {}
    }

    /// The file is cut at every byte, as a crash may; booking all again gives the same ledger.
    @Test func cutAnywhereItComesOutTheSame() async throws {
        let url = try file()
        var whole = Data()
        do {
            let ledger = try FileLedger(url)
            for number in 1...2 { _ = try await ledger.post(entry(number), key: "c\(number)/post") }
            whole = try Data(contentsOf: url)
        }
        for length in 0...whole.count {
            try whole.prefix(length).write(to: url)
            let ledger = try FileLedger(url)
            for number in 1...2 { _ = try await ledger.post(entry(number), key: "c\(number)/post") }
            #expect(try Data(contentsOf: url) == whole, "cut at byte \(length)")
        }
    }

    @Test func aForeignFileIsNotTouched() throws {
        let url = try file()
        let text = "{\"something\":\"else\"}\n"
        try Data(text.utf8).write(to: url)
        #expect(throws: LedgerError.self) { try FileLedger(url) }
        #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }

    @Test func aMessageIsTakenOnceAlsoAfterARestart() async throws {
        let url = try file()
        let message = OutboxMessage(
            to: ["A1"], mode: .any, caseID: CaseID(rawValue: "c1"), document: "d.pdf", subject: "s", reasons: [])
        for _ in 0..<2 {
            let outbox = try FileOutbox(url)
            try await outbox.send(message, key: "c1/notify")
            try await outbox.send(message, key: "c1/notify")
        }
        #expect(try String(contentsOf: url, encoding: .utf8).split(separator: "\n").count == 1)
    }
}
