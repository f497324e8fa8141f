import Correspondence
package import Foundation
import Invoicing
package import Orchestrator

/// Decides what a mail comes to. It changes nothing: what is decided is kept by ``TakeMail``.
package struct MailJudge: Sendable {
    let store: any MailStore
    /// `nil` = signatures are only known from headers of trusted servers.
    let signatures: (any SignatureChecking)?
    let papers: any PaperSorting
    /// SHA-256 in lower-case hex.
    let digest: @Sendable (Data) -> String
    let now: @Sendable () -> Moment

    package init(
        store: any MailStore, signatures: (any SignatureChecking)?, papers: any PaperSorting,
        digest: @escaping @Sendable (Data) -> String, now: @escaping @Sendable () -> Moment
    ) {
        self.store = store
        self.signatures = signatures
        self.papers = papers
        self.digest = digest
        self.now = now
    }

    /// From the certain to the uncertain: whose it is, bounces, answers, copies, and only then what is screened.
    /// - Parameters:
    ///   - again: It was judged before, so that it is no copy of itself.
    ///   - accepts: A person vouches for it: neither senders nor rules keep it out.
    /// - Throws: ``MailStoreError``; ``MailIsNotReady`` when it should be tried again later.
    package func judge(_ arrival: MailArrival, _ route: MailRoute, again: Bool = false, accepts: Bool = false)
        async throws -> JudgedMail
    {
        let office = route.office
        var sight = try await sight(arrival, office)
        if let end = bounce(&sight, office) { return end }
        if let end = try await answer(&sight, office) { return end }
        if case .nowhere(_, let reason) = route { return sight.rejected(reason) }
        // Its documents end in the middle.
        guard arrival.isWhole else { return sight.rejected(.tooLarge) }
        if !again, let copy = copy(&sight) { return copy }
        let hasDocument = !sight.documents.documents.isEmpty
        if let reason = sight.nature.reason(hasDocument: hasDocument) { return sight.rejected(reason) }
        guard accepts || sight.facts.sentInADay < office.mailsADay else { return sight.rejected(.tooManyMails) }
        let process: String
        switch accepts ? .process(nil) : screened(&sight, office) {
        case .process(let named): process = named ?? route.process ?? MailOffice.usualProcess
        case .stop(let reason, let words): return sight.rejected(reason, words)
        }
        guard let start = office.processes[process] else {
            return sight.rejected(.processNotEnabled, "The process \(process) is not switched on.")
        }
        // What could not be taken apart may hold invoices, too: a person looks before the rest goes on alone.
        if hasDocument, !accepts, let reason = sight.gap { return sight.rejected(reason) }
        return try await cases(&sight, office, start)
    }

    /// What rules may ask about a mail.
    func facts(_ arrival: MailArrival, _ office: MailOffice) async throws -> ScreeningFacts {
        ScreeningFacts(try await sight(arrival, office))
    }

    /// Everything that a decision rests on.
    private func sight(_ arrival: MailArrival, _ office: MailOffice) async throws -> MailSight {
        let message = arrival.read.message
        var verdict = office.check.verdict(of: message.head)
        // A server that tells of SPF alone has not looked at signatures.
        let isUnchecked = verdict.source == .nobody || (verdict.dkim.isEmpty && verdict.dmarc != .fail)
        if isUnchecked, !verdict.isAuthentic, let signatures {
            let checked = await signatures.check(arrival.file)
            if !checked.found.isEmpty { verdict = office.check.verdict(of: message.head, signatures: checked.found) }
            // A name server that never answers does not keep a mail for ever: then it is not proved who sent it.
            if checked.isOpen, !verdict.isAuthentic, arrival.mayWait {
                throw MailIsNotReady(words: "the keys of its signatures could not be asked for")
            }
        }
        let from = verdict.from?.description ?? ""
        let facts = try await store.facts(
            raw: arrival.raw, messageID: message.messageID, from: from, in: office.organisation)
        let id = MailID(organisation: office.organisation, raw: arrival.raw, digest: digest)
        let mail = ReceivedMail(
            id: id, organisation: office.organisation, raw: arrival.raw, size: arrival.size, received: arrival.received,
            messageID: message.messageID, from: from, subject: message.head.text("Subject"), verdict: verdict,
            hints: BodyHints.all(in: message), origin: MailOrigin(arrival.read, office.check))
        let documents = MailDocuments(message) { part in
            arrival.read.contents[part.path].map(EInvoiceSign.isInvoice) ?? false
        }
        let nature = MailNature(
            message.head, text: message.body.text,
            hasDeliveryStatus: message.parts.contains { $0.kind == .deliveryStatus && !$0.isReceipt }, own: office.own)
        return MailSight(
            arrival: arrival, mail: mail, nature: nature, facts: facts, documents: documents,
            sender: verdict.from.map { office.known.kind(of: $0) } ?? .stranger)
    }

    /// The same mail over another way has other bytes: it is known by its Message-ID and its documents together.
    private func copy(_ sight: inout MailSight) -> JudgedMail? {
        if sight.facts.sameMail != nil { return sight.rejected(.duplicateMail) }
        let sums = sight.documents.sums
        guard !sums.isEmpty, sight.facts.sameMessageID.contains(sums) else { return nil }
        return sight.rejected(.duplicateMail, "Message-ID and documents are those of an earlier mail.")
    }

    private func cases(_ sight: inout MailSight, _ office: MailOffice, _ start: CaseStart) async throws -> JudgedMail {
        await leaveLocked(&sight)
        await sort(&sight)
        let faults = sight.arrival.read.message.faults
        if let reason = sight.documents.reason(faults) { return sight.rejected(reason) }
        let begun = sight.documents.documents.map { part in
            NewCase(
                id: CaseID(name: "\(sight.mail.id) \(part.path)", sha256: part.sha256, digest: digest),
                organisation: office.organisation, workflow: start.edition,
                subject: CaseSubject(name: part.documentName, sha256: part.sha256, size: part.size), step: start.step,
                key: "mail \(sight.mail.id) \(part.path)", by: sight.submitter(office))
        }
        sight.mail.parts =
            zip(sight.documents.documents, begun).map { PartFate($0, .begun($1.id)) } + sight.documents.others
        return JudgedMail(mail: sight.mail, decision: .cases(begun))
    }

    /// Whether a password is missing is only known by opening it: one of the owner alone opens without.
    private func leaveLocked(_ sight: inout MailSight) async {
        for part in sight.documents.documents where part.kind == .pdf {
            guard let bytes = sight.arrival.read.contents[part.path], bytes.range(of: Data("/Encrypt".utf8)) != nil,
                await papers.kind(of: part.documentName, bytes) == MailDocuments.locked
            else { continue }
            sight.documents.leave(part.path, because: .encryptedDocument)
        }
    }

    /// Orders and goods receipts beside an invoice are linked to it. Where nothing is left, all of them become cases: what they
    /// are is then found, and seen, there.
    private func sort(_ sight: inout MailSight) async {
        let documents = sight.documents.documents
        guard documents.count > 1 else { return }
        var kinds: [String: String] = [:]
        for part in documents {
            guard let bytes = sight.arrival.read.contents[part.path] else { continue }
            kinds[part.path] = await papers.kind(of: part.documentName, bytes)
        }
        guard kinds.count < documents.count else { return }
        for (path, kind) in kinds { sight.documents.link(path, as: kind) }
    }
}

/// What could not be found out now; the mail is tried again later.
package struct MailIsNotReady: Error, Hashable, Sendable, CustomStringConvertible {
    package var words: String
    package var description: String { words }

    package init(words: String) { self.words = words }
}

/// A mail and what it comes to.
package struct JudgedMail: Hashable, Sendable {
    package var mail: ReceivedMail
    package var decision: MailDecision
    /// What people are told about it.
    package var notices: [OutgoingMessage] = []
    /// That it answers; whoever was asked is told when the answer is not taken in the end.
    var question: MailQuestion?
}

/// A mail as the judge sees it.
struct MailSight {
    let arrival: MailArrival
    var mail: ReceivedMail
    let nature: MailNature
    let facts: MailFacts
    var documents: MailDocuments
    let sender: KnownSenders.Kind

    var message: MailMessage { arrival.read.message }

    /// - Parameter words: Where there is more to say than the reason does.
    func rejected(_ reason: MailReason, _ words: String = "") -> JudgedMail {
        var mail = mail
        mail.parts = documents.documents.map { PartFate($0, .ignored(reason)) } + documents.others
        return JudgedMail(mail: mail, decision: .rejected(reason, words: words))
    }

    mutating func explain(_ line: String) { mail.explanation.append(line) }

    /// Why documents may be missing; `nil` = all that it holds was seen.
    var gap: MailReason? {
        message.faults.first { fault in
            switch fault.reason {
            case .tooLarge, .tooManyParts, .tooDeep, .inflatesTooMuch, .damagedArchive: true
            // Of one attached mail it is told beside that mail; of the whole, or of a winmail.dat, all behind it is missing.
            case .damagedMail:
                fault.path == nil || message.parts.contains { $0.path == fault.path && $0.kind == .tnef }
            default: false
            }
        }?.reason
    }

    /// As the case knows who sent its document: a user whose mail is proved to be his. He may not approve it.
    func submitter(_ office: MailOffice) -> String {
        if mail.verdict.isAuthentic, case .user(let id) = sender { return id }
        return "mail"
    }
}

extension MailRoute {
    var office: MailOffice {
        switch self {
        case .to(let office, _), .nowhere(let office, _): office
        }
    }
    var process: String? { if case .to(_, let process) = self { process } else { nil } }
}

extension MailPart {
    /// That a person has seen a mail (RFC 8098), which is written like a report of its delivery.
    var isReceipt: Bool { type.lowercased().hasPrefix("message/disposition-notification") }

    /// For people, and for what looks at the ending of a name.
    var documentName: String {
        if let name, !name.isEmpty { return name }
        let ending = kind == .jpeg ? "jpg" : kind == .tiff ? "tif" : kind.rawValue
        return "attachment-\(path).\(ending)"
    }
}

extension MailID {
    /// - Parameter digest: SHA-256 in lower-case hex.
    package init(organisation: OrganisationID, raw: BlobID, digest: (Data) -> String) {
        self.init(
            rawValue: CaseID(name: "payables mail \(organisation)", sha256: raw.rawValue, digest: digest).rawValue)
    }
}
