import Mailroom
import Synchronization
import Testing

@Suite("Fair turns", .timeLimit(.minutes(5))) struct FairTurnsTests {
    /// A mailbox with many mails and one with few, each asking for one turn after the other.
    @Test func whoeverHasManyWaitsLikeEverybody() async {
        let turns = FairTurns(1)
        let order = Order()
        let isAsking = Count()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for index in 0..<50 {
                    await turns.turn {
                        // The other one stands in line before the first turn is over.
                        while index == 0, isAsking.now == 0 { await Task.yield() }
                        if index == 0 { for _ in 0..<1_000 { await Task.yield() } }
                        order.add("many")
                    }
                }
            }
            group.addTask {
                isAsking.add()
                for _ in 0..<5 { await turns.turn { order.add("few") } }
            }
        }
        let all = order.all
        #expect(all.count == 55)
        let last = all.lastIndex(of: "few") ?? 0
        #expect(last < 40)
    }

    @Test func neverMoreThanItsCountAtATime() async {
        let turns = FairTurns(3)
        let running = Running()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await turns.turn {
                        running.change(1)
                        await Task.yield()
                        running.change(-1)
                    }
                }
            }
        }
        #expect(running.most <= 3)
        #expect(running.now == 0)
    }
}

private final class Order: Sendable {
    private let words = Mutex<[String]>([])
    var all: [String] { words.withLock { $0 } }
    func add(_ word: String) { words.withLock { $0.append(word) } }
}

private final class Running: Sendable {
    private let count = Mutex((now: 0, most: 0))
    var now: Int { count.withLock { $0.now } }
    var most: Int { count.withLock { $0.most } }
    func change(_ by: Int) {
        count.withLock {
            $0.now += by
            $0.most = max($0.most, $0.now)
        }
    }
}
