import Orchestrator
import Pipeline
import Testing

@Suite("Classification") struct ClassificationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var sign: FailureSign
        var duringEffect: Bool
        var kind: FailureClass
        var retryAfter: Duration?

        init(
            _ text: String, _ sign: FailureSign, during effect: Bool = false, _ kind: FailureClass,
            after: Duration? = nil
        ) {
            testDescription = text
            self.sign = sign
            duringEffect = effect
            self.kind = kind
            retryAfter = after
        }
    }

    static let cases = [
        Case("a name that is not found was never asked", .curl(6), during: true, .transient),
        Case("a refused connection carried nothing", .systemCall(111), during: true, .transient),
        Case("a lost answer may be to a finished posting", .curl(28), during: true, .uncertain),
        Case("a lost answer to a question costs nothing", .curl(28), .transient),
        Case(
            "a busy server that names a time wants fewer calls", .http(status: 503, retryAfter: .seconds(7)),
            .throttled,
            after: .seconds(7)),
        Case(
            "a gateway may say so after the posting", .http(status: 503, retryAfter: .seconds(7)), during: true,
            .uncertain, after: .seconds(7)),
        Case(
            "429 is a refusal, also of a posting", .http(status: 429, retryAfter: .seconds(30)), during: true,
            .throttled, after: .seconds(30)),
        Case("a refusal stays one, whatever time it names", .http(status: 409, retryAfter: .seconds(5)), .business),
        Case("a moved service names no time for retries", .http(status: 302, retryAfter: .seconds(5)), .contract),
        Case("a mail's enhanced status says more", .smtp(reply: 554, enhanced: "5.7.1"), .security),
        Case("a status of another outcome is left out", .smtp(reply: 451, enhanced: "5.7.1"), .transient),
        Case("an unknown status falls back on the reply", .smtp(reply: 550, enhanced: "5.9.9"), .business),
        Case("a status that is none does too", .smtp(reply: 550, enhanced: "5."), .business),
        Case("codes of IMAP are read in any case", .imap(.no, code: "Unavailable"), .transient),
        Case("an unknown code of IMAP is what its response is", .imap(.bad, code: "X-ODD"), .bug),
        Case("after BYE no answer comes", .imap(.bye, code: "UNAVAILABLE"), during: true, .uncertain),
        Case("BYE does no harm to reading", .imap(.bye, code: "UNAVAILABLE"), .transient),
        Case("SQLSTATEs are read in any case", .sqlState("40p01"), .transient),
        Case("an unknown SQLSTATE is of its group", .sqlState("08ABC"), during: true, .uncertain),
        Case("an unknown code of a store is its status", .s3(code: "Odd", status: 503), .transient),
        Case("the status leaves the same doubt", .s3(code: "Odd", status: 503), during: true, .uncertain),
        Case("but nobody decides because of it", .s3(code: "Odd", status: 409), .contract),
    ]

    @Test(arguments: cases) func isJudged(_ example: Case) {
        let judged = Classification.of(example.sign, duringEffect: example.duringEffect)
        #expect(judged.kind == example.kind)
        #expect(judged.retryAfter == example.retryAfter)
        #expect(judged.sign == example.sign)
    }

    @Test func doubtIsSaidFirst() {
        let judged = Classification.of(.http(status: 504), duringEffect: true)
        #expect(judged.hint.hasPrefix("It may have been done: look before it is repeated. "))
    }

    @Test func everyClassHasItsOwnMeaning() {
        #expect(
            FailureClass.allCases.map(\.answer) == [
                .retry, .retryLater, .probe, .person, .person, .personAndAlarm, .ticket,
            ])
        #expect(FailureClass.allCases.filter(\.burdensDependency) == [.transient, .throttled, .uncertain])
    }

    static let names: [(FailureSign, String)] = [
        (.sqlState("40001"), "SQLSTATE 40001"), (.systemCall(111), "errno 111"), (.curl(28), "curl 28"),
        (.http(status: 503, retryAfter: .seconds(3)), "HTTP 503"), (.tlsAlert(48), "TLS alert 48"),
        (.smtp(reply: 550, enhanced: "5.1.1"), "SMTP 550 5.1.1"), (.smtp(reply: 421), "SMTP 421"),
        (.imap(.no, code: "INUSE"), "IMAP NO INUSE"), (.imap(.bye), "IMAP BYE"), (.s3(code: "SlowDown"), "S3 SlowDown"),
    ]

    @Test(arguments: names) func hasAName(_ sign: FailureSign, _ name: String) { #expect(sign.name == name) }

    /// A stage's failure says what to do next; one for each class.
    static let stages: [(FailureSign, StageFailure)] = [
        (
            .http(status: 429, retryAfter: .seconds(9)),
            .retry(
                after: .seconds(9),
                because: "the posting: HTTP 429 (Too Many Requests). Too many calls; wait as long as the service says.")
        ),
        (
            .curl(7),
            .retry(
                after: .zero,
                because:
                    "the posting: curl 7 (CURLE_COULDNT_CONNECT). No connection; check that the service runs and the firewall lets us through."
            )
        ),
        (
            .curl(52),
            .needsReview(
                because:
                    "the posting: curl 52 (CURLE_GOT_NOTHING). It may have been done: look before it is repeated. The server closed the connection without an answer."
            )
        ),
        (
            .http(status: 409),
            .needsReview(
                because:
                    "the posting: HTTP 409 (Conflict). It exists already or was changed meanwhile; a person looks at both."
            )
        ),
        (
            .http(status: 405),
            .needsReview(
                because:
                    "the posting: HTTP 405 (Method Not Allowed). The service does not offer this; check its version.")
        ),
        (
            .http(status: 401),
            .needsReview(because: "the posting: HTTP 401 (Unauthorized). The login is wrong or has run out; renew it.")
        ),
        (
            .sqlState("42601"),
            .needsReview(because: "the posting: SQLSTATE 42601 (syntax_error). A statement is wrong: open a ticket.")
        ),
    ]

    @Test(arguments: stages) func becomesAStageFailure(_ sign: FailureSign, _ failure: StageFailure) {
        #expect(StageFailure(Classification.of(sign, duringEffect: true), during: "the posting") == failure)
    }
}
