import Orchestrator
import Testing

@Suite("RetryPolicy") struct RetryPolicyTests {
    static let policy = RetryPolicy(
        attempts: 4, firstDelay: .seconds(2), cap: .seconds(10), budget: .seconds(100))

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var failure: Classification
        var attempt: Int
        var spent: Duration
        var random: Double
        var probe: RetryPolicy.Probe?
        var answer: RetryPolicy.Answer

        init(
            _ text: String, _ sign: FailureSign, effect: Bool = false, attempt: Int = 1, spent: Duration = .zero,
            random: Double = 1, probe: RetryPolicy.Probe? = nil, _ answer: RetryPolicy.Answer
        ) {
            testDescription = text
            failure = Classification.of(sign, duringEffect: effect)
            self.attempt = attempt
            self.spent = spent
            self.random = random
            self.probe = probe
            self.answer = answer
        }
    }

    static let busy = FailureSign.http(status: 500)
    static let cases = [
        Case("the longest first pause is the first delay", busy, .retry(after: .seconds(2))),
        Case("the bound doubles", busy, attempt: 2, .retry(after: .seconds(4))),
        Case("and is capped", busy, attempt: 3, .retry(after: .seconds(8))),
        Case("a pause is drawn from nothing to the bound", busy, attempt: 2, random: 0.25, .retry(after: .seconds(1))),
        Case("it may be nothing", busy, attempt: 2, random: 0, .retry(after: .zero)),
        Case("the last attempt was it", busy, attempt: 4, .giveUp(.attemptsUsed)),
        Case("no attempt begins after the budget", busy, spent: .seconds(98), .giveUp(.budgetUsed)),
        Case("a moment before it one may", busy, spent: .seconds(98), random: 0.5, .retry(after: .seconds(1))),
        Case(
            "never earlier than the server says", .http(status: 429, retryAfter: .seconds(30)), random: 0,
            .retry(after: .seconds(30))),
        Case(
            "what the server says is a bound from below", .http(status: 429, retryAfter: .seconds(1)),
            .retry(after: .seconds(2))),
        Case(
            "a server that asks for more than is left ends it", .http(status: 429, retryAfter: .seconds(100)),
            .giveUp(.budgetUsed)),
        Case("a decision is not asked for twice", .http(status: 409), .giveUp(.notRetryable)),
        Case("nor another language spoken louder", .http(status: 404), .giveUp(.notRetryable)),
        Case("nor a door rattled", .http(status: 401), .giveUp(.notRetryable)),
        Case("nor a bug waited away", .sqlState("42601"), .giveUp(.notRetryable)),
        Case("doubt is looked into first", busy, effect: true, .probe(after: .seconds(2))),
        Case(
            "also when the probe did not find out", busy, effect: true, attempt: 2, probe: .unknown,
            .probe(after: .seconds(4))),
        Case("what is proved absent may be done again", busy, effect: true, probe: .absent, .retry(after: .seconds(2))),
        Case("what was done is taken", busy, effect: true, probe: .done, .accept),
        Case("also at the last attempt", busy, effect: true, attempt: 4, spent: .seconds(500), probe: .done, .accept),
        Case("doubt does not last for ever", busy, effect: true, attempt: 4, probe: .unknown, .giveUp(.attemptsUsed)),
    ]

    @Test(arguments: cases) func answers(_ example: Case) {
        let answer = Self.policy.answer(
            to: example.failure, attempt: example.attempt, spent: example.spent, random: example.random,
            probe: example.probe)
        #expect(answer == example.answer)
    }

    /// Whatever the settings: what must not be tried again isn't, doubt is never answered with a blind retry, and no
    /// pause leaves its bounds.
    @Test func holdsForRandomPolicies() {
        var random = SystemRandomNumberGenerator()
        let signs = ExpectedFailure.all.compactMap(\.sign)
        for _ in 0..<20_000 {
            let first = Duration.milliseconds(Int.random(in: 0...100_000, using: &random))
            let policy = RetryPolicy(
                attempts: .random(in: 1...20, using: &random), firstDelay: first,
                cap: first + .milliseconds(Int.random(in: 0...100_000, using: &random)), budget: .seconds(3_600))
            guard let sign = signs.randomElement(using: &random) else { continue }
            let failure = Classification.of(sign, duringEffect: .random(using: &random))
            let attempt = Int.random(in: 1...20, using: &random)
            let answer = policy.answer(
                to: failure, attempt: attempt, spent: .zero, random: .random(in: 0..<1, using: &random))
            switch answer {
            case .retry(let pause):
                #expect([.transient, .throttled].contains(failure.kind))
                #expect(attempt < policy.attempts && pause >= .zero && pause <= policy.cap)
            case .probe(let pause):
                #expect(failure.kind == .uncertain)
                #expect(attempt < policy.attempts && pause >= .zero && pause <= policy.cap)
            case .giveUp(.notRetryable): #expect(!failure.kind.burdensDependency)
            case .giveUp: #expect(failure.kind.burdensDependency && attempt >= policy.attempts)
            case .accept: Issue.record("nothing was probed")
            }
        }
    }

    /// Full jitter spreads: of many draws about half lie below half of the bound.
    @Test func pausesAreSpread() {
        let draws = (0..<1_000).map { Self.policy.delay(after: 3, random: Double($0) / 1_000) }
        #expect(draws.filter { $0 < .seconds(4) }.count == 500)
        #expect(draws.min() == .zero)
    }

    static let odd: [(RetryPolicy, [String])] = [
        (policy, []),
        (
            RetryPolicy(attempts: 0, firstDelay: .seconds(-1), cap: .seconds(-2), budget: .zero),
            [
                "retry.attempts must be 1...20, not 0", "retry.delay must be 0 or more",
                "retry.cap must be between delay and a day", "retry.budget must be above 0 and at most a year",
            ]
        ),
        (
            RetryPolicy(attempts: 21, firstDelay: .zero, cap: .seconds(86_401), budget: .seconds(31_536_001)),
            [
                "retry.attempts must be 1...20, not 21", "retry.cap must be between delay and a day",
                "retry.budget must be above 0 and at most a year",
            ]
        ),
    ]

    @Test(arguments: odd) func allFaultsAreTold(_ policy: RetryPolicy, _ faults: [String]) {
        #expect(policy.faults == faults)
    }

    /// A policy that was never checked may not end the program.
    @Test func oddPoliciesGiveAPauseAllTheSame() {
        let policy = RetryPolicy(attempts: .max, firstDelay: .seconds(1e9), cap: .seconds(1e9), budget: .seconds(1e9))
        #expect(policy.delay(after: .max, random: 2) == .seconds(1e9))
        #expect(policy.delay(after: .min, random: -1) == .zero)
        let retry = WorkflowDefinition.Retry(attempts: 1, delay: .nan, cap: .infinity, budget: -.infinity)
        #expect(RetryPolicy(retry, total: .seconds(1)).faults.count == 2)
    }
}
