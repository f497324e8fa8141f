import Foundation
import Invoicing
import Orchestrator
import Pipeline
import Support

/// A small batch in a folder of its own, and everything that it needs.
struct Batch {
    let root: URL
    let way: ScriptedWay
    var out: URL { root.appending(path: "out") }

    static let answers: [String: CarriedDocument] = [
        "a.pdf": carried(.invoice(quantity: 2, number: "R-1")),
        "b.pdf": carried(.invoice(quantity: 3, number: "R-2")),
        "c.pdf": carried(.invoice(quantity: 6, number: "R-3")),
        "d.pdf": CarriedDocument(
            kind: .pdf, pageCount: 0, pages: [], end: .failed(ReadFailure(.encrypted, "give a password"))),
        "e.pdf": CarriedDocument(
            kind: .pdf, pageCount: 0, pages: [], end: .failed(ReadFailure(.timeout, "gave no answer"))),
        "f.pdf": carried(.invoice(quantity: 2, number: "R-1")),
        "g.pdf": carried(.invoice(quantity: 1, number: "R-5", confidence: 0.5)),
        "h.pdf": carried(.invoice(quantity: 1, type: "credit_note", number: "R-6")),
        "sub/a.pdf": carried(.invoice(quantity: 4, number: "R-7")),
        "sub/a.png": carried(.invoice(quantity: 2, number: "R-8")),
        "z.xml": carried(order),
    ]

    private static var order: Checked {
        Checked(
            draft: Draft(schema: "purchase-order/1", fields: [.orderNumber: Field("PO-9", confidence: 1)]),
            findings: [])
    }

    static func carried(_ checked: Checked) -> CarriedDocument {
        let page = PageSummary(number: 1, width: 595, height: 842, reading: .text)
        return CarriedDocument(kind: .pdf, pageCount: 1, pages: [page], end: .checked(checked), timing: ["read": 0.5])
    }

    /// A file of three pages that holds an invoice of two and another of one.
    static func split(_ first: Checked, _ second: Checked) -> CarriedDocument {
        CarriedDocument(
            kind: .pdf, pageCount: 3,
            pages: (1...3).map { PageSummary(number: $0, width: 595, height: 842, reading: .text) },
            end: .checked(first), part: FilePart(number: 1, count: 2, firstPage: 1, lastPage: 2),
            others: [.init(part: FilePart(number: 2, count: 2, firstPage: 3, lastPage: 3), checked: second)],
            timing: ["read": 0.5])
    }

    init(_ answers: [String: CarriedDocument] = Self.answers) throws {
        root = try temporaryFolder()
        way = ScriptedWay(answers)
        for name in answers.keys {
            let url = root.appending(path: "in/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("bytes of \(name)".utf8).write(to: url)
        }
        try Data("no document".utf8).write(to: root.appending(path: "in/readme.txt"))
    }

    func input() throws -> BatchInput { try BatchInput(folder: root.appending(path: "in"), besides: out) }

    func run(
        jobs: Int = 2, resume: Bool = false, journal: any Journal, ledger: any LedgerPort, outbox: any Outbox,
        stop: StopRequest = StopRequest(),
        tell: @escaping @Sendable (BatchProgress, [CaseSummary]) -> Void = { _, _ in }
    ) async throws -> BatchResult {
        let root = root
        let memory = CaseMemory(duplicates: SameNumber())
        let services = Self.services(way: way, history: memory, ledger: ledger, outbox: outbox) { file in
            try Data(contentsOf: root.appending(path: "in/\(file.name)"))
        }
        let json = try Data(contentsOf: Repository.schemas.appending(path: "workflows/ap-po.json"))
        let workflow = try Workflow(WorkflowDefinition(json: json), agents: AgentRegistry(), services: services)
        let run = BatchRun(
            try input(), to: ResultFolder(out), workflow: workflow, memory: memory, journal: journal,
            settings: .init(jobs: jobs, resume: resume), digest: Self.digest, stop: stop, sleep: { _ in }, tell: tell)
        return try await run.run()
    }

    /// 10 pieces ordered and received; "it" is approved by rule.
    static func services(
        way: any DocumentWay, history: any CaseHistory = CaseMemory(duplicates: SameNumber()),
        ledger: (any LedgerPort)? = nil, outbox: (any Outbox)? = nil,
        bytes: @escaping @Sendable (CaseFile) throws -> Data = { _ in Data() }
    ) -> Services {
        let receipt = GoodsReceipt(number: "R", orderNumber: "PO-0042", orderPosition: "10", quantity: 10)
        let table = ApprovalTable(
            rows: [.init(rule: "it", department: "it", approvers: ["A1"], autoApprove: true)],
            approvers: [Approver(id: "A1", name: "One", limit: 100_000, currency: Currency("EUR"))])
        return Services(
            way: way, bytes: bytes, history: history,
            matcher: Matcher(orders: [MatcherTests.order(.threeWay)], receipts: [receipt], tolerances: Tolerances()),
            approvals: table, suppliers: [Supplier(id: "S1", name: "Nordwind GmbH", risk: .low)], ledger: ledger,
            outbox: outbox)
    }

    /// Every file of the output but the journal, by path.
    func files() throws -> [String: String] {
        var files: [String: String] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: out.path) ?? .init() {
            let url = out.appending(path: path)
            var isFolder: ObjCBool = false
            guard !path.hasPrefix(".payables"),
                FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files[path] = try String(contentsOf: url, encoding: .utf8)
        }
        return files
    }

    /// Not SHA-256, but as long: 64 hex digits of four FNV-1a sums.
    static func digest(_ bytes: Data) -> String {
        (0..<4).map { (salt: UInt64) in
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ (salt &* 0x9E37_79B9_7F4A_7C15)
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            let hex = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - hex.count) + hex
        }.joined()
    }
}

/// Duplicates by supplier and number alone.
struct SameNumber: DuplicateSearch {
    private var known: [String: String] = [:]
    func findings(for invoice: PastInvoice, evidence: [Evidence]) -> [Finding] {
        guard let first = known["\(invoice.supplierID ?? "") \(invoice.invoiceNumber ?? "")"] else { return [] }
        return [Finding(rule: "duplicate", severity: .blocker, message: "Came before as \(first).")]
    }
    mutating func insert(_ invoice: PastInvoice) {
        known["\(invoice.supplierID ?? "") \(invoice.invoiceNumber ?? "")"] = invoice.document
    }
}
