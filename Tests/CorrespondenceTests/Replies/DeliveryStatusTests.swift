import Correspondence
import Testing

@Suite("DeliveryStatus") struct DeliveryStatusTests {
    static let postfix = """
        Reporting-MTA: dns; mx.pay.example
        X-Postfix-Queue-ID: 4F2
        Arrival-Date: Mon, 30 Nov 2026 09:14:03 +0000

        Final-Recipient: rfc822; anna@office.example
        Original-Recipient: rfc822;Anna.K@office.example
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.office.example
        Diagnostic-Code: smtp; 550 5.1.1 <anna@office.example>: Recipient address rejected:
            User unknown

        """

    @Test func failedForGood() throws {
        let status = DeliveryStatus(Self.postfix)
        let recipient = try #require(status.recipients.first)
        #expect(status.recipients.count == 1 && !status.isCut)
        #expect(recipient.address == MailAddress("anna@office.example"))
        #expect(recipient.originalAddress == MailAddress("Anna.K@office.example"))
        #expect(recipient.action == .failed)
        #expect(recipient.code?.description == "5.1.1")
        #expect(
            recipient.diagnostic == "550 5.1.1 <anna@office.example>: Recipient address rejected: User unknown")
        #expect(recipient.isFinal && !recipient.isDelayed)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var isFinal: [Bool]
        var isDelayed: [Bool]
    }
    static let cases = [
        Case(
            testDescription: "a delay", text: "Final-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1",
            isFinal: [false], isDelayed: [true]),
        Case(
            testDescription: "given up after delays",
            text: "Final-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 4.4.7", isFinal: [true],
            isDelayed: [false]),
        Case(
            testDescription: "delivered", text: "Final-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0",
            isFinal: [false], isDelayed: [false]),
        Case(
            testDescription: "no action: by its code",
            text: "Final-Recipient: rfc822;a@b.example\nStatus: 5.7.1 (refused)", isFinal: [true], isDelayed: [false]),
        Case(
            testDescription: "no code", text: "Final-Recipient: rfc822;a@b.example\nAction: failed (bad)",
            isFinal: [true], isDelayed: [false]),
        Case(
            testDescription: "neither", text: "Final-Recipient: rfc822;a@b.example", isFinal: [false],
            isDelayed: [false]),
        Case(
            testDescription: "two recipients, with CRLF",
            text:
                "X: y\r\n\r\nFinal-Recipient: rfc822;a@b.example\r\nAction: failed\r\n\r\nFinal-Recipient: rfc822;c@b.example\r\nAction: delayed\r\n",
            isFinal: [true, false], isDelayed: [false, true]),
        Case(
            testDescription: "the first of a name counts",
            text: "Action: delayed\nAction: failed\nFinal-Recipient: rfc822;a@b.example", isFinal: [false],
            isDelayed: [true]),
        Case(
            testDescription: "an address that is none", text: "Final-Recipient: rfc822; a b\nAction: failed",
            isFinal: [true], isDelayed: [false]),
        Case(testDescription: "nothing", text: "", isFinal: [], isDelayed: []),
        Case(testDescription: "no fields", text: "hello\n\n  world\n:\n::\n", isFinal: [], isDelayed: []),
    ]
    @Test(arguments: cases) func read(_ example: Case) {
        let status = DeliveryStatus(example.text)
        #expect(status.recipients.map(\.isFinal) == example.isFinal)
        #expect(status.recipients.map(\.isDelayed) == example.isDelayed)
    }

    @Test func diagnosticsAreOneShortLine() throws {
        let text =
            "Action: failed\nDiagnostic-Code: smtp; a\u{1B}[31m\u{202E}\u{2028}b\u{85}"
            + String(repeating: "x", count: 2_000)
        let diagnostic = try #require(DeliveryStatus(text).recipients.first?.diagnostic)
        #expect(diagnostic.hasPrefix("a [31m b"))
        #expect(diagnostic.count <= 500)
    }

    @Test func workIsBounded() {
        let many = DeliveryStatus(String(repeating: "Action: failed\n\n", count: 200_000))
        #expect(many.recipients.count == 500 && many.isCut)
        let folded = DeliveryStatus("Action: failed\nDiagnostic-Code: x\n" + String(repeating: " y\n", count: 500_000))
        #expect(folded.isCut)
        #expect(folded.recipients.count == 1)
    }

    @Test func garbageIsLeft() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<400, using: &random)).map { _ in
                [UInt8.random(in: .min ... .max, using: &random), 10, 58, 32, 59].randomElement()!
            }
            let status = DeliveryStatus(String(decoding: bytes, as: UTF8.self))
            #expect(status.recipients.count <= 500)
        }
    }
}
