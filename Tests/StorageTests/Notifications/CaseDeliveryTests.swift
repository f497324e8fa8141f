import Orchestrator
import Storage
import Testing

@Suite("Deliveries of a case") struct CaseDeliveryTests {
    @Test func theCaseShowsWhereItsMessagesAre() async throws {
        let office = try await NoticeOffice()
        let id = try await office.tell("a", to: ["A01", "A02"])
        let other = try await office.tell("b", to: ["A01"])
        let channel = DeskChannel(failures: [.refused(because: "no such desk")])
        while try await office.dispatcher(channel).round() > 0 {}
        let pool = office.cases.pool
        let name = "Organisation \(office.organisation)"
        let directory = try await CaseDirectory.open(pool, organisation: name)
        let (deliveries, others) = (try await directory.deliveries(of: id), try await directory.deliveries(of: other))
        #expect(deliveries.map(\.recipient).sorted() == ["A01", "A02"])
        #expect(others.map(\.recipient) == ["A01"])
        let all = deliveries + others
        #expect(all.count { $0.state == .dead && $0.reason == "no such desk" } == 1)
        #expect(all.count { $0.state == .sent } == 2)
        // A letter knows the delivery that it is.
        #expect(
            channel.letters.allSatisfy { letter in all.contains { $0.key == letter.id && $0.number == letter.delivery }
            })
        #expect(try await directory.deliveries(of: CaseID(rawValue: "00000000-0000-8000-8000-000000000000")).isEmpty)
        await pool.close()
    }
}
