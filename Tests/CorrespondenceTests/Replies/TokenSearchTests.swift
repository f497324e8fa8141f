import Correspondence
import Foundation
import Testing

@Suite("TokenSearch") struct TokenSearchTests {
    static let one = ApprovalToken.signing(ApprovalTokenTests.asked, with: ApprovalTokenTests.keys)
    static let other = ApprovalToken.signing(ApprovalTokenTests.asked, with: ApprovalTokenTests.keys)

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var headers: [(String, String)]
        var text: String
        var finding: TokenSearch.Finding

        init(
            _ sentence: String, _ headers: [(String, String)] = [], _ text: String = "", _ finding: TokenSearch.Finding
        ) {
            testDescription = sentence
            self.headers = headers
            self.text = text
            self.finding = finding
        }
    }

    static let address = "Payables <\(one.localPart)@pay.example>"
    static let half = one.text.index(one.text.startIndex, offsetBy: 30)
    static let cases = [
        Case("none", [("To", "pay@pay.example")], "Approved", .none),
        Case("in the address", [("To", address)], "Approved", .one(one, .address)),
        Case("in an address in capitals", [("To", address.uppercased())], "", .one(one, .address)),
        Case("in a copy", [("To", "tom@office.example"), ("Cc", address)], "", .one(one, .address)),
        Case("in the envelope", [("X-Original-To", "\(one.localPart)@pay.example")], "", .one(one, .address)),
        Case("twice the same", [("To", address), ("Delivered-To", address)], "> \(one.line)", .one(one, .address)),
        Case("two in the addresses", [("To", address), ("Cc", "\(other.localPart)@pay.example")], "", .several),
        Case("another in the text", [("To", address)], "> \(other.line)", .several),
        Case("in the text", [], "Approved\n\n\(one.line)", .one(one, .text)),
        Case("in quoted text", [], "Approved\n\n>> \(one.line)", .one(one, .text)),
        Case("at the end of a sentence", [], "See \(one.text).", .one(one, .text)),
        Case("in the line that says who wrote", [], "On …, <\(one.localPart)@pay.example> wrote:", .one(one, .text)),
        Case("on the line below its word", [], "> Ref:\n> \(one.text)", .one(one, .text)),
        Case("broken", [], "> Ref: \(one.text[..<half])\n> \(one.text[half...])\n> next", .one(one, .text)),
        Case("two in the text", [], "\(one.line)\n> \(other.line)", .several),
        Case("in a longer word", [], "x\(one.text)x", .none),
        Case("the mail that is answered", [("In-Reply-To", "<\(one.text)@pay.example>")], "", .one(one, .thread)),
        Case(
            "an earlier mail counts less than the address",
            [("To", address), ("References", "<\(other.text)@pay.example>")],
            "", .one(one, .address)),
        Case("two in the thread", [("References", "<\(one.text)@a.example> <\(other.text)@a.example>")], "", .several),
        Case("not in the subject", [("Subject", one.line)], "", .none),
    ]
    @Test(arguments: cases) func find(_ example: Case) {
        let head = MailHead(example.headers.map { MailHeader(name: $0.0, raw: $0.1) })
        #expect(TokenSearch.find(in: head, MailBody(text: example.text)) == example.finding)
    }

    @Test func workIsBounded() {
        let head = MailHead((0..<100_000).map { MailHeader(name: "To", raw: "a\($0)@pay.example") })
        let text = String(repeating: "Ref: a", count: 300_000)
        #expect(TokenSearch.find(in: head, MailBody(text: text)) == .none)
    }
}
