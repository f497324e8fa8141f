package import Orchestrator
import Pipeline

/// What every ``LedgerPort`` has to keep. Each check gives the sentences that don't hold.
package struct LedgerConformance: Sendable {
    /// A ledger that has no entry yet, and what a test can do to it.
    package struct World: Sendable {
        package var ledger: any LedgerPort
        /// Keys of all entries that somebody can see, with the gross totals in their canonical form; an entry that was
        /// made twice stands here twice.
        package var seen: @Sendable () async throws -> [(key: String, gross: String)]
        /// Entries that can be seen without their lines, or that wait for their confirmation.
        package var halves: @Sendable () async throws -> Int
        /// Makes the ledger lose the answer to the booking with this key, once it is made.
        package var loseAnswer: @Sendable (_ key: String) async -> Void
        /// The next booking does not reach the ledger. `nil` where nothing stands between.
        package var loseRequest: (@Sendable (_ key: String) async -> Void)?
        /// The ledger can't be reached, or can again. `nil` where nothing stands between.
        package var cutOff: (@Sendable (Bool) async -> Void)?
        /// Closes or opens the period of this name: March 2026. `nil` for ledgers without periods.
        package var closeMarch: (@Sendable (_ name: String, _ isClosed: Bool) async throws -> Void)?

        package init(
            ledger: any LedgerPort, seen: @escaping @Sendable () async throws -> [(key: String, gross: String)],
            halves: @escaping @Sendable () async throws -> Int,
            loseAnswer: @escaping @Sendable (_ key: String) async -> Void
        ) {
            self.ledger = ledger
            self.seen = seen
            self.halves = halves
            self.loseAnswer = loseAnswer
        }
    }

    package enum Check: String, Sendable, CaseIterable {
        case postsOnce, crowd, lostAnswer, lostRequest, unreachable, absent, period, halves, currencies, digits, sums
        case otherContent, negative, keysAreApart
    }

    private let world: World

    package init(_ world: World) { self.world = world }

    private var ledger: any LedgerPort { world.ledger }

    package static func entry(_ number: Int, gross: (net: String, tax: String, gross: String)? = nil) -> LedgerEntry {
        let sums = gross ?? (net: "100.00", tax: "19.00", gross: "119.00")
        return LedgerEntry(
            caseID: CaseID(rawValue: "c\(number)"), document: "d\(number).pdf", supplierID: "S1",
            invoiceNumber: "R-\(number)", invoiceDate: "2026-03-17", dueDate: "2026-04-16", currency: "EUR",
            netTotal: sums.net, taxTotal: sums.tax, grossTotal: sums.gross, orderNumbers: ["4711", "4712"],
            department: "it", approvedBy: "rule small")
    }

    private static func key(_ number: Int) -> String { "c\(number)/post" }

    package func broken(_ check: Check) async throws -> [String] {
        let hold = Sentences()
        switch check {
        case .postsOnce: try await postsOnce(hold)
        case .crowd: try await crowd(hold)
        case .lostAnswer: try await lostAnswer(hold)
        case .lostRequest: try await lostRequest(hold)
        case .unreachable: try await unreachable(hold)
        case .absent: hold("what was never booked is not there", try await ledger.entry(key: Self.key(1)) == nil)
        case .period: try await period(hold)
        case .halves: try await halves(hold)
        case .currencies: try await refuses(hold, "a currency that nobody knows") { $0.currency = "XXQ" }
        case .digits: try await digits(hold)
        case .sums: try await refuses(hold, "tax that does not add up") { $0.taxTotal = "19.01" }
        case .otherContent: try await otherContent(hold)
        case .negative: try await negative(hold)
        case .keysAreApart: try await keysAreApart(hold)
        }
        return hold.wrong
    }

    private func postsOnce(_ hold: Sentences) async throws {
        let first = try await ledger.post(Self.entry(1), key: Self.key(1))
        hold("the same again gives the same", try await ledger.post(Self.entry(1), key: Self.key(1)) == first)
        hold("asking gives it, too", try await ledger.entry(key: Self.key(1)) == first)
        hold("it is there once", try await world.seen().map(\.key) == [Self.key(1)])
        hold("with its sum", try await world.seen().map(\.gross) == ["119.00"])
    }

    private func crowd(_ hold: Sentences) async throws {
        let ledger = ledger
        let postings = try await withThrowingTaskGroup(of: Posting.self) { group in
            for index in 0..<8 {
                group.addTask {
                    if index % 4 == 3 { _ = try await ledger.entry(key: Self.key(1)) }
                    return try await ledger.post(Self.entry(1), key: Self.key(1))
                }
            }
            return try await group.reduce(into: Set<Posting>()) { $0.insert($1) }
        }
        hold("eight at once get one answer", postings.count == 1)
        hold("and make one entry", try await world.seen().count == 1)
    }

    private func lostAnswer(_ hold: Sentences) async throws {
        await world.loseAnswer(Self.key(1))
        hold(
            "a lost answer is for another try",
            await failure { try await $0.post(Self.entry(1), key: Self.key(1)) }.isRetry)
        let found = try await ledger.entry(key: Self.key(1))
        hold("asking finds the entry", found != nil)
        hold("a second try gives it", try await ledger.post(Self.entry(1), key: Self.key(1)) == found)
        hold("it was made once", try await world.seen().count == 1)
    }

    private func lostRequest(_ hold: Sentences) async throws {
        guard let lose = world.loseRequest else { return }
        await lose(Self.key(1))
        hold(
            "a lost request is for another try",
            await failure { try await $0.post(Self.entry(1), key: Self.key(1)) }.isRetry)
        hold("asking finds nothing", try await ledger.entry(key: Self.key(1)) == nil)
        _ = try await ledger.post(Self.entry(1), key: Self.key(1))
        hold("the second try makes it", try await world.seen().count == 1)
    }

    private func unreachable(_ hold: Sentences) async throws {
        guard let cutOff = world.cutOff else { return }
        await cutOff(true)
        hold(
            "a ledger that is away is tried again",
            await failure { try await $0.post(Self.entry(1), key: Self.key(1)) }.isRetry)
        hold("so is asking", await failure { _ = try await $0.entry(key: Self.key(1)) }.isRetry)
        await cutOff(false)
        _ = try await ledger.post(Self.entry(1), key: Self.key(1))
        hold("when it is back, it books", try await world.seen().count == 1)
    }

    private func period(_ hold: Sentences) async throws {
        guard let close = world.closeMarch else { return }
        _ = try await ledger.post(Self.entry(1), key: Self.key(1))
        try await close("2026-03", true)
        let said = await failure { try await $0.post(Self.entry(2), key: Self.key(2)) }
        hold("a closed period is for a person", said.isReview)
        hold("who is told its name", said.text.contains("2026-03"))
        hold("nothing was booked", try await ledger.entry(key: Self.key(2)) == nil)
        hold(
            "what was booked before is found all the same",
            try await ledger.post(Self.entry(1), key: Self.key(1)) == ledger.entry(key: Self.key(1)))
        var later = Self.entry(3)
        later.invoiceDate = "2026-04-01"
        _ = try await ledger.post(later, key: Self.key(3))
        try await close("2026-03", false)
        _ = try await ledger.post(Self.entry(2), key: Self.key(2))
        hold("in an open period it is", try await world.seen().count == 3)
    }

    private func halves(_ hold: Sentences) async throws {
        let (ledger, world) = (ledger, world)
        let halves = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 1...20 {
                group.addTask {
                    _ = try await ledger.post(Self.entry(index), key: Self.key(index))
                    return 0
                }
            }
            for _ in 0..<20 { group.addTask { try await world.halves() } }
            return try await group.reduce(0, +)
        }
        hold("nobody ever sees half an entry", halves == 0)
        hold("all are there", try await world.seen().count == 20)
    }

    private func digits(_ hold: Sentences) async throws {
        try await refuses(hold, "a third digit of a cent") { entry in
            (entry.netTotal, entry.taxTotal, entry.grossTotal) = ("100.001", "19.00", "119.001")
        }
        try await refuses(hold, "a fraction of a yen") { entry in
            entry.currency = "JPY"
            (entry.netTotal, entry.taxTotal, entry.grossTotal) = ("100.5", "10", "110.5")
        }
        for (number, currency, sums) in [
            (1, "JPY", (net: "100000", tax: "10000", gross: "110000")),
            (2, "KWD", (net: "10.005", tax: "0.500", gross: "10.505")),
        ] {
            var entry = Self.entry(number, gross: sums)
            entry.currency = currency
            _ = try await ledger.post(entry, key: Self.key(number))
        }
        hold(
            "all digits that a currency has are kept",
            try await world.seen().map(\.gross).sorted() == ["10.505", "110000"])
    }

    private func otherContent(_ hold: Sentences) async throws {
        let first = try await ledger.post(Self.entry(1), key: Self.key(1))
        let changes: [@Sendable (inout LedgerEntry) -> Void] = [
            { $0.supplierID = "S2" }, { $0.dueDate = nil }, { $0.orderNumbers = ["4711"] }, { $0.costCentre = "4100" },
            { ($0.netTotal, $0.taxTotal) = ("99.99", "19.01") }, { $0.approvedBy = "somebody" },
        ]
        for change in changes {
            var entry = Self.entry(1)
            change(&entry)
            let other = entry
            hold(
                "one key, other values is for a person",
                await failure { try await $0.post(other, key: Self.key(1)) }.isReview)
        }
        hold("the first entry stays", try await ledger.entry(key: Self.key(1)) == first)
        hold("as it was", try await world.seen().map(\.gross) == ["119.00"])
    }

    private func negative(_ hold: Sentences) async throws {
        let credit = Self.entry(1, gross: (net: "-100.00", tax: "-19.00", gross: "-119.00"))
        _ = try await ledger.post(credit, key: Self.key(1))
        let free = Self.entry(2, gross: (net: "0.00", tax: "0.00", gross: "0.00"))
        _ = try await ledger.post(free, key: Self.key(2))
        hold("credits keep their sign", try await world.seen().map(\.gross).sorted() == ["-119.00", "0.00"])
    }

    private func keysAreApart(_ hold: Sentences) async throws {
        let one = try await ledger.post(Self.entry(1), key: "a/post")
        let two = try await ledger.post(Self.entry(1), key: "A/post")
        hold("keys differ by every letter", one.entry != two.entry)
        hold("and each finds its own", try await ledger.entry(key: "A/post") == two)
        hold("with its own key", two.key == "A/post")
    }

    private func refuses(_ hold: Sentences, _ what: String, _ change: @Sendable (inout LedgerEntry) -> Void)
        async throws
    {
        var entry = Self.entry(90)
        change(&entry)
        let wrong = entry
        hold("\(what) is for a person", await failure { try await $0.post(wrong, key: Self.key(90)) }.isReview)
        hold("and \(what) is not booked", try await ledger.entry(key: Self.key(90)) == nil)
    }

    /// `nil` is told as a failure of no kind.
    private func failure(_ body: @Sendable (any LedgerPort) async throws -> some Sendable) async -> Said {
        do {
            _ = try await body(ledger)
            return Said()
        } catch {
            return Said(error as? StageFailure)
        }
    }

    private struct Said {
        var isRetry = false
        var isReview = false
        var text = ""

        init(_ failure: StageFailure? = nil) {
            switch failure {
            case .retry(_, let reason): (isRetry, text) = (true, reason)
            case .needsReview(let reason): (isReview, text) = (true, reason)
            default: break
            }
        }
    }
}

/// Collects what does not hold.
private final class Sentences {
    private(set) var wrong: [String] = []
    func callAsFunction(_ sentence: String, _ isTrue: Bool) { if !isTrue { wrong.append(sentence) } }
}
