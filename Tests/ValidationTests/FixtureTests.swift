import Foundation
import Invoicing
import Support
import Testing
import Validation

/// The fixtures' truths as drafts, checked against the fixtures' master data: what is clean must pass, what is wrong must
/// be found, and nothing else may be said.
@Suite("Fixtures as drafts") struct FixtureTests {
    /// Documents whose story is about parties, sums or dates, with the findings that stop them.
    static let wrong: [String: Set<String>] = [
        "42-iban-changed": ["iban-differs:blocker"], "43-iban-of-other": ["iban-of-another-supplier:blocker"],
        "44-wrong-addressee": ["addressed-to-somebody-else:blocker"],
        "45-unknown-supplier": ["supplier-unknown:review"],
        "46-near-name": ["supplier-similar:review", "iban-differs:blocker"],
        "47-wrong-sum": ["BR-CO-15:blocker"],
        "48-future-date": ["invoice-date-future:review"],
    ]

    /// Fields that the pages print and the truths leave out, as they are not scored.
    static let unscored: [String: [FieldName: String]] = [
        "04-facture-bureau": [.allowanceTotal: "25.00"], "07-gst-invoice": [.roundingAmount: "-0.40"],
        "09-us-prepaid": [.prepaidAmount: "750.00"], "18-charges-over-turned": [.chargeTotal: "186.00"],
        "22-utility-rest": [.prepaidAmount: "2160.00"],
    ]

    struct Truth: Decodable {
        /// A list holds several right answers; the first is taken.
        enum Value: Decodable {
            case one(String), several([String])
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self = .one(text)
                } else {
                    self = .several(try container.decode([String].self))
                }
            }
            var first: String? {
                switch self {
                case .one(let text): text
                case .several(let texts): texts.first
                }
            }
        }
        let fields: [String: Value]
        let lines: [[String: Value]]
        let kind: String

        enum CodingKeys: String, CodingKey {
            case fields
            case lines = "line_items"
            case kind = "document_kind"
        }

        var draft: Draft {
            func typed(_ values: [String: Value]) -> [FieldName: String] {
                Dictionary(
                    uniqueKeysWithValues: values.compactMap { key, value in
                        value.first.map { (FieldName(rawValue: key), $0) }
                    })
            }
            return Draft(typed(fields), lines: lines.map(typed))
        }
    }

    static let names: [String] = {
        let folder = Repository.fixtures.appending(path: "documents").path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".truth.json") }.map { String($0.dropLast(".truth.json".count)) }.sorted()
    }()

    @Test(arguments: names) func draft(_ name: String) throws {
        let file = Repository.fixtures.appending(path: "documents/\(name).truth.json")
        let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: file))
        guard ["invoice", "credit-note"].contains(truth.kind) else { return }
        var draft = truth.draft
        for (field, value) in Self.unscored[name] ?? [:] { draft.fields[field] = Field(value, confidence: 1) }
        let today = try #require(Day(iso: "2026-12-31"))
        let report = Validator(directory: PartyDirectory(try Self.master())).check(draft, today: today)
        let grave = report.findings.filter { $0.severity >= .review && !$0.rule.hasPrefix("missing-") }
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        #expect(Set(told(grave)) == Self.wrong[stem] ?? [], "\(grave.map(\.message))")
    }

    static func master() throws -> MasterData {
        let suppliers = try rows("suppliers").map { row in
            Supplier(
                id: row["id"] ?? "", name: row["name"] ?? "", aliases: list(row["aliases"]), vatID: row["vat_id"],
                taxNumber: row["tax_number"], ibans: list(row["ibans"]), emailDomains: list(row["email_domains"]),
                country: row["country"])
        }
        let customers = try rows("customers").map { row in
            Customer(
                id: row["id"] ?? "", name: row["name"] ?? "", aliases: list(row["aliases"]), vatID: row["vat_id"],
                country: row["country"])
        }
        return MasterData(suppliers: suppliers, customers: customers)
    }

    private static func list(_ cell: String?) -> [String] { (cell ?? "").split(separator: ";").map(String.init) }

    /// Empty cells are left out.
    private static func rows(_ name: String) throws -> [[String: String]] {
        let file = Repository.fixtures.appending(path: "master/\(name).csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(cells)
        return lines.dropFirst().map { row in
            var named: [String: String] = [:]
            for (key, cell) in zip(lines[0], row) where !cell.isEmpty { named[key] = cell }
            return named
        }
    }

    /// Cells are quoted only where they hold a comma.
    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
