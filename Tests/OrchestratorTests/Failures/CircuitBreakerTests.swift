import Orchestrator
import Testing

@Suite("CircuitBreaker") struct CircuitBreakerTests {
    static let settings = CircuitBreaker.Settings(
        window: .seconds(10), minimumCalls: 4, share: 0.5, pause: .seconds(30))

    /// Asks and answers at once; `nil` when no call was let through.
    @discardableResult
    private func call(_ breaker: inout CircuitBreaker, _ failure: FailureClass?, at second: Double)
        -> CircuitBreaker.Action?
    {
        guard case .call(let pass) = breaker.happened(.wanted, at: .seconds(second)) else { return nil }
        return breaker.happened(.ended(pass, failure), at: .seconds(second))
    }

    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker(Self.settings)
        for _ in 0..<4 { call(&breaker, .transient, at: 0) }
        return breaker
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var results: [FailureClass?]
        var isOpen: Bool

        init(_ text: String, _ results: [FailureClass?], isOpen: Bool) {
            testDescription = text
            self.results = results
            self.isOpen = isOpen
        }
    }

    static let cases = [
        Case("a few failures say nothing", [.transient, .transient, .transient], isOpen: false),
        Case("enough of them do", [.transient, .transient, .transient, .transient], isOpen: true),
        Case("half of the calls is the share", [nil, nil, .transient, .transient], isOpen: true),
        Case("less is not", [nil, nil, nil, .transient, .transient], isOpen: false),
        Case("throttling and doubt count too", [.throttled, .uncertain, .throttled, .uncertain], isOpen: true),
        Case(
            "a clear no comes from a healthy server", [.business, .contract, .security, .bug, .business], isOpen: false),
        Case(
            "and counts as a call that worked", [.transient, .business, .business, .transient, .business], isOpen: true),
        Case("a success never opens", [.transient, .transient, .transient, nil], isOpen: false),
    ]

    @Test(arguments: cases) func opensWhenTooMuchFails(_ example: Case) {
        var breaker = CircuitBreaker(Self.settings)
        for result in example.results { call(&breaker, result, at: 1) }
        #expect(breaker.state == (example.isOpen ? .open(until: .seconds(31)) : .closed))
    }

    @Test func openingIsTold() {
        var breaker = CircuitBreaker(Self.settings)
        let actions = (0..<4).map { _ in call(&breaker, .transient, at: 5) }
        #expect(actions == [.nothing, .nothing, .nothing, .tell(.open(until: .seconds(35)))])
    }

    @Test func whatIsLongAgoIsForgotten() {
        var breaker = CircuitBreaker(Self.settings)
        for second in [0.0, 1, 2] { call(&breaker, .transient, at: second) }
        for second in [11.25, 11.5] { call(&breaker, .transient, at: second) }
        #expect(breaker.state == .closed, "two of the five are older than the window")
        call(&breaker, .transient, at: 11.5)
        #expect(breaker.state == .open(until: .seconds(41.5)), "and now there are four within it")
    }

    @Test func nothingIsLetThroughWhileItIsOpen() {
        var breaker = opened()
        #expect(breaker.happened(.wanted, at: .seconds(29.9)) == .wait(until: .seconds(30)))
        #expect(breaker.state == .open(until: .seconds(30)))
    }

    @Test func thenOneCallIs() {
        var breaker = opened()
        guard case .call = breaker.happened(.wanted, at: .seconds(30)) else {
            Issue.record("no call was let through")
            return
        }
        #expect(breaker.state == .halfOpen(until: .seconds(60)))
        #expect(breaker.happened(.wanted, at: .seconds(31)) == .wait(until: .seconds(60)))
    }

    @Test func aGoodAnswerCloses() {
        var breaker = opened()
        #expect(call(&breaker, nil, at: 30) == .tell(.closed))
    }

    @Test func thenTheOldFailuresAreForgotten() {
        var breaker = CircuitBreaker(
            CircuitBreaker.Settings(window: .seconds(100), minimumCalls: 4, share: 0.5, pause: .seconds(1)))
        for _ in 0..<4 { call(&breaker, .transient, at: 0) }
        call(&breaker, nil, at: 1)
        call(&breaker, .transient, at: 2)
        #expect(breaker.state == .closed, "though they are in the window")
    }

    @Test func aClearNoClosesToo() {
        var breaker = opened()
        #expect(call(&breaker, .business, at: 30) == .tell(.closed))
    }

    @Test func aBadAnswerOpensAgain() {
        var breaker = opened()
        #expect(call(&breaker, .throttled, at: 30) == .tell(.open(until: .seconds(60))))
    }

    @Test func itStaysOpenAsLongAsTheServerAsks() {
        var breaker = opened()
        guard case .call(let pass) = breaker.happened(.wanted, at: .seconds(30)) else {
            Issue.record("no call was let through")
            return
        }
        let action = breaker.happened(.ended(pass, .throttled, retryAfter: .seconds(120)), at: .seconds(31))
        #expect(action == .tell(.open(until: .seconds(151))))
    }

    /// A worker that dies with the one call would else keep it closed for ever.
    @Test func aLostProbeIsFollowedByAnother() {
        var breaker = opened()
        guard case .call(let lost) = breaker.happened(.wanted, at: .seconds(30)),
            case .call(let second) = breaker.happened(.wanted, at: .seconds(60))
        else {
            Issue.record("no call was let through")
            return
        }
        #expect(breaker.happened(.ended(lost, .transient), at: .seconds(61)) == .nothing, "too late to count")
        #expect(breaker.happened(.ended(second, nil), at: .seconds(62)) == .tell(.closed))
    }

    @Test func lateAnswersOfEarlierCallsSayNothing() {
        var breaker = CircuitBreaker(Self.settings)
        guard case .call(let early) = breaker.happened(.wanted, at: .zero) else {
            Issue.record("no call was let through")
            return
        }
        for _ in 0..<4 { call(&breaker, .transient, at: 1) }
        #expect(breaker.happened(.ended(early, nil), at: .seconds(2)) == .nothing)
        #expect(breaker.state == .open(until: .seconds(31)))
        #expect(breaker.happened(.ended(early, nil), at: .seconds(31)) == .nothing)
        _ = breaker.happened(.wanted, at: .seconds(32))
        #expect(breaker.happened(.ended(early, nil), at: .seconds(33)) == .nothing)
        #expect(breaker.state == .halfOpen(until: .seconds(62)))
    }

    /// A thousand jobs, a dependency that is dead for ten minutes, each job back as soon as it may: all finish,
    /// and the sick server is spared.
    @Test func sparesADeadDependency() {
        var breaker = CircuitBreaker()
        var waiting = Array(repeating: 0.0, count: 1_000)
        var (calls, done, second) = (0, 0, 0.0)
        while !waiting.isEmpty, second < 3_600 {
            var later: [Double] = []
            for due in waiting {
                guard due <= second else {
                    later.append(due)
                    continue
                }
                switch breaker.happened(.wanted, at: .seconds(second)) {
                case .call(let pass):
                    calls += 1
                    let isWell = second >= 600
                    _ = breaker.happened(.ended(pass, isWell ? nil : .transient), at: .seconds(second))
                    if isWell { done += 1 } else { later.append(second + 1) }
                case .wait(let until): later.append(until / .seconds(1))
                case .nothing, .tell: Issue.record("asking is answered with a call or a wait")
                }
            }
            waiting = later
            second += 1
        }
        #expect(done == 1_000)
        #expect(calls <= 1_200, "at most a fifth more than needed")
    }

    @Test func eachDependencyHasItsOwn() async {
        let breakers = Breakers(Self.settings)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    guard case .call(let pass) = breakers.happened(.wanted, with: "erp", at: .zero) else { return }
                    _ = breakers.happened(.ended(pass, .transient), with: "erp", at: .zero)
                }
            }
        }
        guard case .call = breakers.happened(.wanted, with: "mail", at: .zero) else {
            Issue.record("the mail server is well")
            return
        }
        #expect(breakers.states == ["erp": .open(until: .seconds(30)), "mail": .closed])
    }
}
