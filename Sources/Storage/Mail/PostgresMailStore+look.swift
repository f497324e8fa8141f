package import Correspondence
import Foundation
package import Mailroom
package import Orchestrator
import Postgres

extension PostgresMailStore {
    package func facts(raw: BlobID, messageID: String?, from: String, in organisation: OrganisationID)
        async throws(MailStoreError) -> MailFacts
    {
        let sender = MailColumn.text(from.lowercased())
        return try await inside(organisation) { transaction in
            var facts = MailFacts()
            let same = try await transaction.execute(FindRawMail(raw: raw, organisation: organisation))
            facts.sameMail = same.first.map { MailID(rawValue: $0) }
            if let messageID = messageID.map(MailColumn.text), !messageID.isEmpty {
                facts.sameMessageID = try await transaction.execute(
                    ReadSameMessageID(messageID: messageID, organisation: organisation))
            }
            if !sender.isEmpty {
                facts.sentInADay =
                    try await transaction.execute(CountFromSender(sender: sender, organisation: organisation)).first
                    ?? 0
            }
            return facts
        }
    }

    package func mails(in organisation: OrganisationID, reasons: Set<MailReason>?, before: Moment?, most count: Int)
        async throws(MailStoreError) -> [KeptMail]
    {
        try await inside(organisation) { transaction in
            guard let reasons else {
                return try await transaction.execute(
                    ListMails(organisation: organisation, before: before, count: count))
            }
            return try await transaction.execute(
                ListRejectedMails(organisation: organisation, reasons: reasons, before: before, count: count))
        }
    }

    package func mail(_ name: String, in organisation: OrganisationID) async throws(MailStoreError) -> KeptMail? {
        guard let find = FindMail(name, in: organisation) else { return nil }
        let found = try await inside(organisation) { transaction in try await transaction.execute(find) }
        return found.count == 1 ? found[0] : nil
    }

    package func mail(of id: CaseID, in organisation: OrganisationID) async throws(MailStoreError) -> KeptMail? {
        try await inside(organisation) { transaction in
            try await transaction.execute(ReadMailOfCase(id: id, organisation: organisation)).first
        }
    }

    package func tally(of organisation: OrganisationID, since: Moment?) async throws(MailStoreError) -> MailTally {
        try await inside(organisation) { transaction in
            let counts = try await transaction.execute(CountSeenMails(organisation: organisation))
            let noted = try await transaction.execute(CountNotedMails(organisation: organisation)).first ?? 0
            let faults = try await transaction.execute(MailFaults(organisation: organisation, since: since))
            var tally = MailTally(
                seen: noted, faults: faults.filter { $0.count > 0 }.map(\.words).sorted())
            for count in counts { count.add(to: &tally) }
            return tally
        }
    }
}
