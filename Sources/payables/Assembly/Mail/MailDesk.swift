import Correspondence
import Foundation
import Mailroom
import MasterFiles
import Orchestrator

/// Organisations with what they have set about their mails, and whose mail is whose.
actor MailDesk: MailOffices {
    private let file: MailFile
    private let store: any MailStore
    private let suffixes: PublicSuffixes
    private let keys: ApprovalKeys?
    private var offices: [OrganisationID: MailOffice] = [:]

    init(_ file: MailFile, store: any MailStore, suffixes: PublicSuffixes, keys: ApprovalKeys?) {
        self.file = file
        self.store = store
        self.suffixes = suffixes
        self.keys = keys
    }

    /// Takes an organisation in, or its changed records into use.
    /// - Throws: ``CommandFailure`` with every fault of its rules.
    func take(
        _ organisation: OrganisationID, _ records: Records, _ processes: [String: CaseStart], rules: URL?, own: [String]
    )
        throws
    {
        let suppliers = records.data.suppliers
        let approvers = records.folder?.approvers ?? []
        let known = KnownSenders(
            users: Dictionary(
                approvers.filter { !$0.email.isEmpty }.map { ($0.email, $0.id) },
                uniquingKeysWith: { first, _ in first }),
            suppliers: Dictionary(
                suppliers.flatMap { supplier in supplier.emailDomains.map { ($0, supplier.id) } },
                uniquingKeysWith: { first, _ in first }))
        for problem in known.problems(suffixes) { Console.tell("note: suppliers.csv, email_domains: \(problem)") }
        let trust = MailTrust(
            hosts: Set(file.receivingHosts), takesUnnamed: file.takesUnnamedResults, relays: Set(file.relays),
            writesBelowReceived: file.resultsBelowReceived, sealers: Set(file.forwarders),
            forwarders: Set(file.forwarders), ownDomains: Set(own))
        let check = SenderCheck(
            trust: trust, suffixes: suffixes,
            lookAlikes: LookAlikes(known: own + suppliers.flatMap(\.emailDomains), suffixes),
            names: KnownNames(suppliers.map { (name: $0.name, domains: $0.emailDomains) }))
        offices[organisation] = MailOffice(
            organisation: organisation, check: check, known: known, policy: file.senders,
            rules: try rules.map { try Self.rules($0, Set(processes.keys)) }, weighs: file.weighs,
            own: OwnMails(
                messageDomain: file.sender?.domain ?? "", addresses: Set([file.sender?.description].compactMap(\.self))),
            answers: file.approval.flatMap { approval in
                keys.map { MailAnswers(keys: $0, approvers: approvers, ceilings: approval.ceilings) }
            }, processes: processes, mailsADay: file.sentADay)
    }

    var organisations: [OrganisationID] { offices.keys.sorted { $0.rawValue < $1.rawValue } }

    func office(_ organisation: OrganisationID) throws -> MailOffice {
        guard let office = offices[organisation] else {
            throw MailIsNotReady(words: "the mail file says nothing about the organisation \(organisation)")
        }
        return office
    }

    func route(_ head: MailHead, from name: MailboxName) async throws -> MailRoute {
        let home = try office(name.organisation)
        guard file.accounts[name.account]?.isShared == true else { return .to(home, process: nil) }
        var reason = MailReason.unknownAddress
        for local in Self.localParts(head) {
            // Anybody can write such an address: it lets an answer in, and no document.
            if local.hasPrefix("approve+") {
                if let office = try await asker(local) { return .nowhere(office, .tokenUnknown) }
                reason = .tokenUnknown
                continue
            }
            guard let address = try await store.address(local), let office = offices[address.organisation] else {
                continue
            }
            guard address.retired == nil else { return .nowhere(office, .retiredAddress) }
            return .to(office, process: address.process)
        }
        return .nowhere(home, reason)
    }

    /// Whose question an answer names; `nil` = nobody's.
    private func asker(_ local: String) async throws(MailStoreError) -> MailOffice? {
        guard let token = ApprovalToken(local.dropFirst("approve+".count)) else { return nil }
        for office in offices.values where try await store.question(token.id, in: office.organisation) != nil {
            return office
        }
        return nil
    }

    /// What stands before the @ of addresses that it went to, the envelope's first; of `invoices+in-…` what is behind the plus,
    /// too.
    private static func localParts(_ head: MailHead) -> [String] {
        var found: [String] = []
        let names = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "To", "Cc"]
        for name in names {
            for header in head.all(name).prefix(20) {
                for written in AddressList(String(header.raw.prefix(8_192))).addresses.prefix(50) {
                    let local = (written.spec.split(separator: "@").first.map(String.init) ?? "").lowercased()
                    found.append(local)
                    if let plus = local.firstIndex(of: "+") { found.append(String(local[local.index(after: plus)...])) }
                }
            }
        }
        return found
    }

    /// - Throws: ``CommandFailure`` with every fault.
    static func rules(_ url: URL, _ processes: Set<String>) throws -> ScreeningRules {
        guard let bytes = FileManager.default.contents(atPath: url.path) else {
            throw CommandFailure(.noInput, "The screening rules \(url.path) cannot be read.")
        }
        do {
            let rules = try ScreeningRules(json: Array(bytes))
            let problems = rules.problems(processes: processes)
            for problem in problems { Console.tell("note: \(url.lastPathComponent): \(problem)") }
            return rules
        } catch {
            throw CommandFailure(.usage, "Faults in the screening rules \(url.path):\n\(error)")
        }
    }
}
