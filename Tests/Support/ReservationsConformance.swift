import Foundation
package import Orchestrator

/// What every implementation of ``ReceiptReservations`` has to keep. Each function gives the sentences that don't hold.
package struct ReservationsConformance: Sendable {
    /// An implementation that knows nothing yet.
    private let make: @Sendable () async throws -> any ReceiptReservations

    package init(_ make: @escaping @Sendable () async throws -> any ReceiptReservations) { self.make = make }

    /// One after the other: the rules as single steps.
    package func steps() async throws -> [String] {
        let book = try await make()
        var wrong: [String] = []
        func hold(_ sentence: String, _ isTrue: Bool) { if !isTrue { wrong.append(sentence) } }
        func claim(_ quantity: Decimal, _ line: String = "L") -> ReceiptClaim {
            ReceiptClaim(line: line, quantity: quantity, bound: .received)
        }
        func short(_ missing: Decimal, _ line: String = "L") -> ReservationAnswer {
            .short([.init(line: line, bound: .received, missing: missing)])
        }
        func taken() async throws -> Decimal { try await book.taken("L", .received) }

        hold("without a limit nothing is given", try await book.reserve("a", [claim(1)]) == short(1))
        try await book.limit(ReceiptLimit(line: "L", bound: .received, quantity: 10, tolerance: 10))
        hold("10 and 10 % are 11: 12 lack 1", try await book.reserve("a", [claim(12)]) == short(1))
        hold("a short answer keeps nothing", try await taken() == 0)
        hold("6 of 11 are there", try await book.reserve("a", [claim(6)]) == .reserved)
        hold("the same again is the same", try await book.reserve("a", [claim(6)]) == .reserved)
        hold("and counts once", try await taken() == 6)
        hold("one key, other claims", try await book.reserve("a", [claim(5)]) == .conflict)
        hold("6 more lack 1", try await book.reserve("b", [claim(6)]) == short(1))
        hold(
            "all or nothing: the second line has no limit",
            try await book.reserve("b", [claim(1), claim(2, "M")]) == short(2, "M"))
        hold("nothing of it was taken", try await taken() == 6)
        hold("two claims on a line are one", try await book.reserve("b", [claim(3), claim(3)]) == short(1))
        hold("another bound of the line is another sum", try await book.taken("L", .ordered) == 0)
        hold("release gives back", try await book.release("a"))
        hold("once", try await !book.release("a"))
        hold("all of it", try await taken() == 0)
        hold("a released key may be used anew", try await book.reserve("a", [claim(11)]) == .reserved)
        hold("nothing to give back before it is confirmed", try await book.reserve("k", [claim(-1)]) == short(1))
        hold("confirm", try await book.confirm("a"))
        hold("twice is true twice", try await book.confirm("a"))
        hold("what is not there can't be confirmed", try await !book.confirm("none"))
        hold("what is confirmed stays", try await !book.release("a"))
        hold("a credit note", try await book.reserve("k", [claim(-4)]) == .reserved)
        hold("makes no room before it is confirmed", try await book.reserve("c", [claim(1)]) == short(1))
        hold("no more than was invoiced", try await book.reserve("m", [claim(-8)]) == short(1))
        hold("confirmed", try await book.confirm("k"))
        hold("it makes room", try await book.reserve("c", [claim(4)]) == .reserved)
        try await book.limit(ReceiptLimit(line: "L", bound: .received, quantity: 5))
        hold("a lower limit takes nothing away", try await taken() == 11)
        hold("and gives nothing more", try await book.reserve("d", [claim(1)]) == short(7))
        try await book.limit(ReceiptLimit(line: "L", bound: .received, quantity: 12))
        hold("goods arrive", try await book.reserve("d", [claim(1)]) == .reserved)
        return wrong
    }

    /// Many cases at once ask for parts of three lines, told twice, given up, booked and credited at random.
    package func crowd(seed: UInt64, cases: Int = 20) async throws -> [String] {
        let book = try await make()
        var random = Numbers(state: seed)
        let lines = ["A", "B", "C"]
        var most: [String: Decimal] = [:]
        for line in lines {
            let limit = ReceiptLimit(
                line: line, bound: .received, quantity: Decimal(random.next(30)), tolerance: Decimal(random.next(11)))
            most[line] = limit.most
            try await book.limit(limit)
        }
        let booked = try await withThrowingTaskGroup(of: [ReceiptClaim].self) { group in
            for index in 0..<cases {
                let start = random.next(1 << 30)
                group.addTask { try await Self.live("case \(index)", seed: UInt64(start), lines, in: book) }
            }
            var all: [ReceiptClaim] = []
            for try await claims in group { all += claims }
            return all
        }
        var wrong: [String] = []
        for line in lines {
            let sum = booked.filter { $0.line == line }.reduce(Decimal(0)) { $0 + $1.quantity }
            let taken = try await book.taken(line, .received)
            if sum < 0 || sum > most[line] ?? 0 { wrong.append("seed \(seed): \(sum) booked of \(most[line] ?? 0)") }
            if taken != sum { wrong.append("seed \(seed): \(taken) taken, \(sum) booked: something was lost") }
            let rest = (most[line] ?? 0) - taken
            let claim = ReceiptClaim(line: line, quantity: rest, bound: .received)
            if rest > 0, try await book.reserve("rest \(line)", [claim]) != .reserved {
                wrong.append("seed \(seed): the rest of \(rest) can't be had")
            }
        }
        return wrong
    }

    /// One case from its first question to its end.
    /// - Returns: What it booked.
    private static func live(_ key: String, seed: UInt64, _ lines: [String], in book: any ReceiptReservations)
        async throws -> [ReceiptClaim]
    {
        var random = Numbers(state: seed)
        var booked: [ReceiptClaim] = []
        for round in 0..<4 {
            let key = "\(key) \(round)"
            let sign: Decimal = round > 1 && random.next(2) == 0 ? -1 : 1
            let claims = lines.filter { _ in random.next(2) == 0 }.map {
                ReceiptClaim(line: $0, quantity: sign * Decimal(random.next(40) + 1) / 4, bound: .received)
            }
            let answer = try await book.reserve(key, claims)
            await Task.yield()
            guard answer == .reserved else { continue }
            _ = try await book.reserve(key, claims)
            if random.next(3) == 0 {
                _ = try await book.release(key)
            } else {
                _ = try await book.confirm(key)
                booked += claims
            }
        }
        return booked
    }

    /// SplitMix64.
    private struct Numbers {
        var state: UInt64
        mutating func next(_ below: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(below))
        }
    }
}
