import Foundation
import Orchestrator
import Testing

@Suite("FailureFingerprint") struct FailureFingerprintTests {
    static let messages: [(String, String)] = [
        ("could not connect to 10.1.2.3 port 5432", "could not connect to <n> port <n>"),
        ("Order 4711 of supplier S-0815 not found", "order <n> of supplier <n> not found"),
        ("open /var/lib/payables/a b/7.json: no such file", "open <path> no such file"),
        (#"C:\data\in.pdf is locked"#, "<path> is locked"),
        ("POST https://erp.example/api/v2/bills?id=9 failed", "post <url> failed"),
        ("mail to ann.example@post.example refused", "mail to <address> refused"),
        ("mail to <ann@post.example>, refused", "mail to <address> refused"),
        (#"value "ACME & Sons" is too long"#, "value <text> is too long"),
        ("the field 'iban' can't be empty", "the field <text> can't be empty"),
        ("job 7d9f0c7e-3a54-4c1c-9b44-0a4c9a1f2b33 died", "job <n> died"),
        ("token eyabcdefghijklmnopqrstuvwxyzabcdefgh is old", "token <id> is old"),
        ("rows 1 2 3 are wrong", "rows <n> are wrong"),
        ("Line one\nline\ttwo", "line one line two"),
        (" -- !! ", ""), ("", ""),
    ]

    @Test(arguments: messages) func messagesLoseWhatDiffers(_ message: String, _ plain: String) {
        #expect(PlainMessage.of(message) == plain)
    }

    @Test func longMessagesEndAtAWord() {
        let plain = PlainMessage.of(String(repeating: "word 12 ", count: 400))
        #expect(plain.count <= 100 && plain.hasSuffix("<n>"))
    }

    /// Whatever comes in, nothing of a number is left, and a second time changes nothing.
    @Test func holdsForRandomMessages() {
        var random = SystemRandomNumberGenerator()
        let parts = Array("ab1 '\"<>/\\@.,:-=()[]|«»„“ \n\t9ß")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &random)).compactMap { _ in
                    parts.randomElement(using: &random)
                })
            let plain = PlainMessage.of(text)
            #expect(plain.allSatisfy { !$0.isNumber }, "\(text)")
            #expect(PlainMessage.of(plain) == plain, "\(text)")
        }
    }

    private func fingerprint(
        _ sign: FailureSign = .http(status: 503), effect: Bool = false, dependency: String? = "erp",
        agent: String = "post/1", message: String = "busy, ask again in 5 s"
    ) -> FailureFingerprint {
        FailureFingerprint(
            Classification.of(sign, duringEffect: effect), dependency: dependency, agent: agent, message: message)
    }

    /// Written to tickets: a change of form would open all tickets anew.
    @Test func staysWhatItIs() {
        #expect(fingerprint().key == "transient | erp | HTTP 503 | post/1 | busy ask again in <n> s")
        #expect(
            fingerprint(.sqlState("42P01"), dependency: nil, agent: "match/2", message: "").key
                == "bug | payables | SQLSTATE 42P01 | match/2 | ")
    }

    @Test func theSameFailureIsOne() {
        let many = (0..<10_000).map { fingerprint(message: "busy, ask again in \($0) s") }
        #expect(Set(many).count == 1)
    }

    @Test func anotherFailureIsAnother() {
        let all = [
            fingerprint(), fingerprint(.http(status: 504)), fingerprint(effect: true), fingerprint(dependency: "mail"),
            fingerprint(agent: "notify/1"), fingerprint(message: "closed for today"),
        ]
        #expect(Set(all).count == all.count)
    }

    @Test func aNameCannotLookLikeTwo() {
        #expect(fingerprint(agent: "a | b", message: "c") != fingerprint(agent: "a", message: "b | c"))
    }

    @Test func staysShortWhateverComesIn() {
        let long = String(repeating: "long ", count: 1_000)
        let key = fingerprint(.s3(code: long), dependency: long, agent: long, message: long).key
        #expect(key.count <= 620)
        #expect(FailureSign.s3(code: long).name.count == 60)
    }

    @Test func goesThroughJSON() throws {
        let data = try JSONEncoder().encode(fingerprint())
        #expect(try JSONDecoder().decode(FailureFingerprint.self, from: data) == fingerprint())
    }
}
