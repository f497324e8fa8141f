import Foundation
import Testing

@Suite("Mail file") struct MailFileTests {
    /// Nothing listens at this address: whoever gets as far as to connecting has taken the file.
    private static let account =
        #""host": "127.0.0.1", "port": 1, "user": "u", "password_file": "password", "private_addresses": true"#

    private func run(_ json: String) throws -> Program.Answer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "payables-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "mail.json")
        try Data(json.utf8).write(to: file)
        try Data("secret-word".utf8).write(to: folder.appending(path: "password"))
        return try Program.run(["mail", "test", "--mail", file.path])
    }

    private func file(_ account: String = account, _ rest: String = "") -> String {
        #"{"accounts": {"inbox": {\#(account)}}\#(rest)}"#
    }

    @Test func aGoodFileIsTaken() throws {
        let answer = try run(
            file(
                Self.account,
                #"""
                , "receiving_hosts": ["mx.office.example"], "own_domains": ["office.example"], "forwarders": ["a.example"],
                "senders": {"accepts": "anybody", "unproved": "reject", "others": "review"}, "weigh": true, "poll": 30,
                "approval": {"domain": "pay.example", "ceilings": {"EUR": "10.50"}, "days": 3},
                "limits": {"mails_a_day": 5, "mail_bytes": 1000000}, "sender": "pay@office.example"
                """#))
        #expect(answer.status == 69)
        #expect(answer.output.contains("FAILS at connection"))
        #expect(!(answer.output + answer.errors).contains("secret-word"))
    }

    @Test(arguments: [
        (#"{"accounts": {}}"#, "accounts must name at least one account"),
        (#"[]"#, "is not a JSON object"),
        (#"{"accounts": {"a": {"user": "u", "password_file": "password"}}}"#, "accounts.a.host is missing"),
        (
            #"{"accounts": {"a": {"host": "h.example", "user": "u"}}}"#,
            "accounts.a.password_file or password_env is missing"
        ),
        (
            #"{"accounts": {"a": {"host": "h.example", "user": "u", "password_file": "nope"}}}"#,
            "accounts.a.password_file names the file"
        ),
        (
            #"{"accounts": {"a": {"host": "h.example", "user": "u", "password_file": "password", "prot": 1}}}"#,
            "accounts.a.prot is not known; is it misspelt?"
        ),
        (
            #"{"accounts": {"a": {"host": "h.example", "port": 0, "user": "u", "password_file": "password"}}}"#,
            "accounts.a.port must be a whole number from 1 to 65535"
        ),
        (
            #"{"accounts": {"a": {"host": "h.example", "security": "ssl", "user": "u", "password_file": "password"}}}"#,
            "accounts.a.security must be tls, starttls, or plain"
        ),
    ]) func faultsOfAccounts(_ json: String, _ words: String) throws {
        let answer = try run(json)
        #expect(answer.status == 64)
        #expect(answer.errors.contains(words))
    }

    @Test(arguments: [
        (#", "senders": {"accepts": "all"}"#, "senders.accepts must be one of users, suppliers, anybody"),
        (#", "own_domains": ["no domain"]"#, "own_domains names no domain, which is no domain"),
        (#", "rules": "nowhere.json""#, "rules names the file"),
        (#", "approval": {"domain": "pay.example", "ceilings": {"EUR": "much"}}"#, "approval.ceilings.EUR must be"),
        (#", "approval": {}"#, "approval.domain is missing"),
        (#", "limits": {"mail_bytes": 1}"#, "limits.mail_bytes must be a whole number from 100000 to 500000000"),
        (#", "poll": 0.1"#, "poll must be seconds from 1 to 3600"),
        (#", "sender": "nobody""#, "sender must be an address"),
        (#", "organisations": {"other": {}}"#, "organisations.other.master is missing"),
    ]) func faultsOfTheRest(_ rest: String, _ words: String) throws {
        let answer = try run(file(Self.account, rest))
        #expect(answer.status == 64)
        #expect(answer.errors.contains(words))
    }

    @Test func privateAddressesHaveToBeAllowed() throws {
        let answer = try run(file(#""host": "127.0.0.1", "port": 1, "user": "u", "password_file": "password""#))
        #expect(answer.status == 69)
        #expect(answer.output.contains("FAILS at name"))
    }
}
