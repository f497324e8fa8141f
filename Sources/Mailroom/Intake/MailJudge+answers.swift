import Correspondence
import Invoicing
import Orchestrator

extension MailJudge {
    /// What came back of a mail of ours.
    /// - Returns: `nil` when it is no bounce.
    func bounce(_ sight: inout MailSight, _ office: MailOffice) -> JudgedMail? {
        let addresses = BounceAddress.find(in: sight.message.head)
        guard let keys = office.answers?.keys, let address = addresses.first(where: { $0.isValid(under: keys) }) else {
            // A person can write to an address that looks like one; only a program's report is a bounce.
            return sight.nature.isBounce ? sight.rejected(.orphanBounce) : nil
        }
        let reports = sight.reports.flatMap(\.recipients)
        guard let report = reports.first(where: \.isFinal) ?? reports.first else {
            // To an address that only takes bounces, without a report: an answering machine, or spam.
            return sight.rejected(.autoReply)
        }
        sight.explain("It came back to the address of delivery \(address.delivery).")
        let status = report.code?.description ?? (report.isFinal ? "5.0.0" : "4.0.0")
        return JudgedMail(
            mail: sight.mail,
            decision: .bounce(MailBounce(delivery: address.delivery, isFinal: report.isFinal, status: status)))
    }

    /// An answer to a question that we have sent.
    /// - Returns: `nil` when the mail holds no token.
    func answer(_ sight: inout MailSight, _ office: MailOffice) async throws -> JudgedMail? {
        guard let answers = office.answers else { return nil }
        let token: ApprovalToken
        switch TokenSearch.find(in: sight.message.head, sight.message.body) {
        case .none: return nil
        case .several: return sight.rejected(.replyUnclear, "It holds the tokens of several questions.")
        case .one(let found, let place):
            token = found
            sight.explain("A token in the \(place.rawValue) names question \(found.id).")
        }
        guard let question = try await store.question(token.id, in: office.organisation),
            let approver = answers.approvers[question.approver], let address = MailAddress(approver.email)
        else { return sight.rejected(.tokenUnknown) }
        let reading = ReplyReading(sight.message.body.text, names: [approver.name])
        sight.explain("Its first line is read as: \(reading.name).")
        let asked = AskedApproval(question)
        let standing = try await store.standing(of: question.id, in: question.organisation)
        let facts = ApprovalGate.Facts(
            token: token.isValid(for: asked, under: answers.keys) ? .valid : .forged, expiry: asked.expiry,
            now: now().seconds,
            // What is decided changes the fingerprint, too: who comes late is to hear the right reason.
            isUsed: standing == .used, from: sight.mail.verdict.from, approver: address, standing: .mayDecide,
            verdict: sight.mail.verdict, isAutomatic: sight.nature.isAutomaticAnswer || reading == .unclear(.automatic),
            fingerprintAsked: question.fingerprint,
            fingerprintNow: try await store.fingerprint(of: question.caseID, in: question.organisation) ?? "",
            ceiling: answers.covers(question.gross, by: question.approver) ? .within : .above,
            isOpen: standing != .settled,
            actions: asked.actions, action: reading.action)
        let decision = ApprovalGate.decide(facts)
        let isOld = question.asked.map { !MailDate.isAfter($0, in: sight.message.head) } ?? true
        switch isOld && decision == .allowed ? .refused(.notAuthentic) : decision {
        case .refused(let reason):
            var judged = sight.rejected(reason)
            // Strangers get no answer, programs neither.
            let isApprover = sight.mail.verdict.isAuthentic && sight.mail.verdict.from?.isSame(as: address) == true
            if isApprover, reason != .autoReply { judged.notices = [question.notice(reason, about: sight.mail)] }
            return judged
        case .allowed: return decided(sight, question, reading)
        }
    }

    private func decided(_ sight: MailSight, _ question: MailQuestion, _ reading: ReplyReading) -> JudgedMail {
        func answered(_ token: String?, _ answer: ApprovalAnswer) -> MailedAnswer {
            MailedAnswer(token: token, caseID: question.caseID, answer: answer, by: question.approver)
        }
        let mail = sight.mail.messageID ?? ""
        let decision: MailDecision =
            switch reading {
            case .approve: .approval(answered(question.id, ApprovalAnswer(.approve, mail: mail)))
            case .reject(let reason):
                .approval(answered(question.id, ApprovalAnswer(.reject, text: reason, mail: mail)))
            case .question(let text): .comment(answered(nil, ApprovalAnswer(.comment, text: text, mail: mail)))
            case .unclear: .rejected(.replyUnclear, words: "")
            }
        return JudgedMail(mail: sight.mail, decision: decision, question: question)
    }
}

extension JudgedMail {
    /// For the one who was asked, when the question has changed before the answer was kept.
    func refusals(_ reason: MailReason) -> [OutgoingMessage] { question.map { [$0.notice(reason, about: mail)] } ?? [] }
}

extension ReplyReading {
    /// For explanations.
    fileprivate var name: String {
        switch self {
        case .approve: "an approval"
        case .reject: "a refusal with a reason"
        case .question: "a question"
        case .unclear(let cause): "unclear (\(cause.rawValue))"
        }
    }
}

extension AskedApproval {
    /// As it was signed.
    package init(_ question: MailQuestion) {
        self.init(
            organisation: question.organisation.rawValue, caseID: question.caseID.rawValue,
            message: question.messageKey, approver: question.approver, fingerprint: question.fingerprint,
            actions: Set(Action.allCases), expiry: question.expires.seconds)
    }
}

extension MailQuestion {
    /// Tells the one who was asked why his answer was not taken.
    func notice(_ reason: MailReason, about mail: ReceivedMail) -> OutgoingMessage {
        OutgoingMessage(
            key: "\(caseID)/mail/\(mail.id)",
            message: OutboxMessage(
                to: [approver], mode: .any, caseID: caseID, document: "",
                subject: mail.subject, reasons: [reason.rawValue], occasion: .answerRefused,
                answers: mail.messageID))
    }
}

extension Moment {
    /// Whole seconds since 1970.
    var seconds: Int64 { microseconds / 1_000_000 }
}
