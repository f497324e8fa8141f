import Correspondence
import Mailroom
import Orchestrator
import Synchronization

/// Organisations, and accounts that several of them share.
final class FakeOffices: MailOffices {
    private let offices: Mutex<[OrganisationID: MailOffice]>
    private let shared: Set<String>
    private let store: any MailStore

    init(_ offices: [MailOffice], shared: Set<String>, store: any MailStore) {
        self.offices = Mutex(Dictionary(offices.map { ($0.organisation, $0) }) { first, _ in first })
        self.shared = shared
        self.store = store
    }

    func change(_ organisation: OrganisationID, _ change: @Sendable (inout MailOffice) -> Void) {
        offices.withLock { offices in
            guard var office = offices[organisation] else { return }
            change(&office)
            offices[organisation] = office
        }
    }

    func office(_ organisation: OrganisationID) throws -> MailOffice {
        guard let office = offices.withLock({ $0[organisation] }) else { throw MailIsNotReady(words: "not there") }
        return office
    }

    func route(_ head: MailHead, from name: MailboxName) async throws -> MailRoute {
        let home = try office(name.organisation)
        guard shared.contains(name.account) else { return .to(home, process: nil) }
        let local = head.text("To").split(separator: "@").first.map(String.init) ?? ""
        guard let address = try await store.address(local) else { return .nowhere(home, .unknownAddress) }
        let office = try office(address.organisation)
        return address.retired == nil ? .to(office, process: address.process) : .nowhere(office, .retiredAddress)
    }
}
