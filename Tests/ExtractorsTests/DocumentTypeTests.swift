import Invoicing
import Support
import Testing

@testable import Extractors

@Suite("What a document is")
struct DocumentTypeTests {
    private static func page(title: String, remark: String = "Thank you") -> PageText {
        PrintedPage.page(
            1,
            [
                [(40, "Kraxi Trading Ltd")], [(40, "12 Mill Lane")], [(40, "London SW1A 1AA")], [(40, title)],
                [(40, "Globex Works Ltd")], [(40, "Invoice no. 4711"), (300, "Date 03/02/2026")],
                [(40, "Work"), (300, "100.00")], [(40, "Total"), (300, "120.00")], [(40, remark)],
            ])
    }

    @Test(
        "papers that ask for no payment of their own are told from invoices",
        arguments: [
            ("Payment reminder", "reminder/1"), ("2. Mahnung", "reminder/1"), ("Sollecito di pagamento", "reminder/1"),
            ("Statement of account", "statement/1"), ("Relevé de compte", "statement/1"),
            ("Pro forma invoice", "other/1"), ("Kostenvoranschlag", "other/1"), ("Order confirmation", "other/1"),
            ("Invoice", "invoice/1"), ("Credit note", "credit-note/1"), ("Delivery note", "goods-receipt/1"),
        ])
    func titles(_ title: String, _ schema: String) throws {
        #expect(try draft(Self.page(title: title))?.schema == schema)
    }

    @Test(
        "an invoice that speaks of other papers stays one",
        arguments: [
            "After a payment reminder we charge a fee", "Our quotation of 3 January",
            "See the statement of account overleaf",
            "Angebot: 2026-17",
        ])
    func mentions(_ remark: String) throws {
        #expect(try draft(Self.page(title: "Invoice", remark: remark))?.schema == "invoice/1")
    }

    @Test("reminders and offers go to a person, orders and deliveries are read")
    func forAPerson() {
        #expect(Draft(schema: "reminder/1").isForAPerson && Draft(schema: "other/1").isForAPerson)
        #expect(!Draft(schema: "invoice/1").isForAPerson && !Draft(schema: "purchase-order/1").isForAPerson)
    }

    private func draft(_ page: PageText) throws -> Draft? {
        PageExtractor(schemas: try SchemaLoader(folder: Repository.schemas).all()).extract([page])
    }
}
