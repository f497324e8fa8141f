import Correspondence
import Foundation
import Invoicing
import Orchestrator

/// `--mail FILE`: accounts that are read, who is trusted, who may approve by mail. Paths in it are seen from its own folder.
struct MailFile: Sendable {
    private(set) var accounts: [String: MailAccount] = [:]
    /// Names that the organisation's own servers write into Authentication-Results (RFC 8601's authserv-id).
    private(set) var receivingHosts: [String] = []
    /// Whether the receiving server writes no name before its results, as Microsoft 365 does.
    private(set) var takesUnnamedResults = false
    /// Servers between the receiving one and the mailbox, as their `Received` names them.
    private(set) var relays: [String] = []
    /// Whether results stand below the receiving server's `Received`, as filters of Postfix write them.
    private(set) var resultsBelowReceived = false
    /// Domains whose servers forward mails to us, and vouch for what they saw (ARC).
    private(set) var forwarders: [String] = []
    private(set) var ownDomains: [String] = []
    /// That this program's own mails have in From; `nil` = they are not known again when they come back.
    private(set) var sender: MailAddress?
    private(set) var senders = SenderPolicy()
    /// Other organisations that get mail in shared mailboxes, by name.
    private(set) var organisations: [String: OrganisationSettings] = [:]
    /// Screening rules, JSON; `nil` = documents are processed, all else is refused.
    private(set) var rules: URL?
    /// Whether mails that no rule decides are weighed, and the likely ones taken.
    private(set) var weighs = false
    /// `nil` = nobody approves by mail.
    private(set) var approval: MailApproval?
    private(set) var sentADay = 500
    private(set) var mailBytes = 50_000_000
    private(set) var pollSeconds = 60.0
    private(set) var suffixes = URL(filePath: "/usr/share/publicsuffix/public_suffix_list.dat")
    /// Whether signatures are checked by this program where no trusted header tells.
    private(set) var checksSignatures = true
    private var faults: [String] = []

    /// Of an organisation beside the program's own.
    struct OrganisationSettings: Sendable {
        /// Folder of records.
        var master: String
        var rules: URL?
        var ownDomains: [String]
    }

    struct MailApproval: Sendable {
        /// Answers are sent to `approve+TOKEN@domain`.
        var domain: String
        var days: Int
        /// Highest gross total by currency; what is not listed is not approved by mail.
        var ceilings: [Currency: Decimal]
    }

    /// - Throws: ``CommandFailure`` with every fault of the file.
    init(path: String, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.noInput, "The mail file \(path) cannot be read.")
        }
        guard case .object(let values)? = try? JSONDecoder().decode(JSONValue.self, from: bytes) else {
            throw CommandFailure(.usage, "The mail file \(path) is not a JSON object.")
        }
        var top = ObjectReader("", values)
        let surroundings = SettingsSurroundings(file: path, environment: environment)
        for (name, given) in top.objects("accounts") {
            var reader = MailAccountReader(given, surroundings)
            if let account = reader.account() { accounts[name] = account }
            faults += reader.finished()
        }
        if accounts.isEmpty, faults.isEmpty { faults.append("accounts must name at least one account") }
        trust(&top, surroundings)
        for (name, given) in top.objects("organisations") {
            var reader = given
            let master = reader.required("master").map { surroundings.place($0).path }
            let rules = Self.rules(&reader, surroundings)
            let domains = Self.domains("own_domains", &reader)
            if let master {
                organisations[name] = OrganisationSettings(master: master, rules: rules, ownDomains: domains)
            }
            faults += reader.finished()
        }
        if var reader = top.reader("approval") {
            approval = Self.approval(&reader)
            faults += reader.finished()
        }
        if var reader = top.reader("limits") {
            sentADay = reader.count("mails_a_day", 1...1_000_000) ?? sentADay
            mailBytes = reader.count("mail_bytes", 100_000...500_000_000) ?? mailBytes
            faults += reader.finished()
        }
        pollSeconds = top.seconds("poll", 1...3_600) ?? pollSeconds
        faults += top.finished()
        guard faults.isEmpty else {
            throw CommandFailure(
                .usage, "Faults in the mail file \(path):\n" + faults.map { "  - \($0)" }.joined(separator: "\n"))
        }
    }

    private mutating func trust(_ top: inout ObjectReader, _ surroundings: SettingsSurroundings) {
        receivingHosts = top.texts("receiving_hosts") ?? []
        takesUnnamedResults = top.flag("unnamed_results")
        relays = top.texts("relays") ?? []
        resultsBelowReceived = top.flag("results_below_received")
        forwarders = Self.domains("forwarders", &top)
        ownDomains = Self.domains("own_domains", &top)
        if let text = top.text("sender") {
            sender = MailAddress(text)
            if sender == nil { top.fault("sender", "must be an address such as payables@office.example") }
        }
        if let path = top.text("public_suffixes") { suffixes = surroundings.place(path) }
        if top.has("check_signatures") { checksSignatures = top.flag("check_signatures") }
        rules = Self.rules(&top, surroundings)
        weighs = top.flag("weigh")
        guard var reader = top.reader("senders") else { return }
        senders.accepts = Self.choice("accepts", &reader) ?? senders.accepts
        senders.unproved = Self.choice("unproved", &reader) ?? senders.unproved
        senders.others = Self.choice("others", &reader) ?? senders.others
        faults += reader.finished()
    }

    private static func rules(_ reader: inout ObjectReader, _ surroundings: SettingsSurroundings) -> URL? {
        let rules = reader.text("rules").map { surroundings.place($0) }
        if let rules, !FileManager.default.isReadableFile(atPath: rules.path) {
            reader.fault("rules", "names the file \(rules.path), which cannot be read")
        }
        return rules
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ reader: inout ObjectReader
    ) -> Choice? where Choice.RawValue == String {
        guard let text = reader.text(key) else { return nil }
        let choice = Choice(rawValue: text)
        if choice == nil {
            reader.fault(key, "must be one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    private static func domains(_ key: String, _ reader: inout ObjectReader) -> [String] {
        let names = (reader.texts(key) ?? []).map { $0.lowercased() }
        for name in names where MailAddress("a@\(name)") == nil {
            reader.fault(key, "names \(name), which is no domain such as office.example")
        }
        return names
    }

    private static func approval(_ reader: inout ObjectReader) -> MailApproval? {
        let domain = reader.required("domain")?.lowercased()
        if let domain, MailAddress("a@\(domain)") == nil { reader.fault("domain", "must be such as payables.example") }
        var ceilings: [Currency: Decimal] = [:]
        for (code, text) in reader.table("ceilings").sorted(by: { $0.key < $1.key }) {
            guard let currency = Currency(code), let amount = Decimal(canonical: text), amount >= 0 else {
                reader.fault("ceilings.\(code)", "must be a currency with an amount such as \"EUR\": \"5000.00\"")
                continue
            }
            ceilings[currency] = amount
        }
        let days = reader.count("days", 1...60) ?? 14
        return domain.map { MailApproval(domain: $0, days: days, ceilings: ceilings) }
    }
}
