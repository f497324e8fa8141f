import Mailroom
import Synchronization
import Testing

@Suite("Fair turns", .timeLimit(.minutes(1))) struct FairTurnsTests {
    /// A mailbox with many mails and one with few, each asking for one turn after the other.
    @Test func whoeverHasManyWaitsLikeEverybody() async {
        let turns = FairTurns(1)
        let order = Mutex<[String]>([])
        let isAsking = Atomic(false)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for index in 0..<50 {
                    await turns.turn {
                        // The other one stands in line before the first turn is over.
                        while index == 0, !isAsking.load(ordering: .acquiring) { await Task.yield() }
                        if index == 0 { for _ in 0..<1_000 { await Task.yield() } }
                        order.withLock { $0.append("many") }
                    }
                }
            }
            group.addTask {
                isAsking.store(true, ordering: .releasing)
                for _ in 0..<5 { await turns.turn { order.withLock { $0.append("few") } } }
            }
        }
        let all = order.withLock { $0 }
        #expect(all.count == 55)
        let last = all.lastIndex(of: "few") ?? 0
        #expect(last < 40)
    }

    @Test func neverMoreThanItsCountAtATime() async {
        let turns = FairTurns(3)
        let running = Mutex((now: 0, most: 0))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await turns.turn {
                        running.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        await Task.yield()
                        running.withLock { $0.now -= 1 }
                    }
                }
            }
        }
        #expect(running.withLock { $0.most } <= 3)
        #expect(running.withLock { $0.now } == 0)
    }
}
