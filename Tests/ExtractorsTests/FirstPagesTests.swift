import Invoicing
import Support
import Testing

@testable import Extractors

@Suite("Where documents begin in a file")
struct FirstPagesTests {
    private static func extractor() throws -> PageExtractor {
        PageExtractor(schemas: try SchemaLoader(folder: Repository.schemas).all())
    }

    /// An invoice's first page, as most print it.
    private static func invoice(
        _ page: Int, title: String = "Invoice", number: String, counter: String? = nil, total: String? = "120.00",
        vat: String = "GB123456789", label: String = "Invoice no."
    ) -> PageText {
        var lines: [[(Double, String)]] = [
            [(40, "Kraxi Trading Ltd")], [(40, "12 Mill Lane")], [(40, "London SW1A 1AA")], [(40, "VAT no. \(vat)")],
            [(40, title)], [(40, "\(label) \(number)"), (300, "Date 03/02/2026")], [(40, "Globex Works Ltd")],
            [(40, "Work"), (300, "100.00")],
        ]
        if let total { lines.append([(40, "Total"), (300, total)]) }
        if let counter { lines.append([(500, counter)]) }
        return PrintedPage.page(page, lines)
    }

    private static func other(_ page: Int, _ lines: [String]) -> PageText {
        PrintedPage.page(page, lines.map { [(40, $0)] })
    }

    private func starts(_ pages: [PageText]) throws -> [Int] {
        try Self.extractor().firstPages(pages, isPicture: false).map(\.number)
    }

    @Test(
        "counters are read as they are printed",
        arguments: [
            ("Page 1 of 3", 1, 3), ("Seite 1 von 2", 1, 2), ("Page: 2/3", 2, 3), ("Strona 2 z 2", 2, 2),
            ("Hoja 2", 2, nil),
            ("Seite 2 / 4", 2, 4), ("Page 1", 1, nil),
        ] as [(String, Int, Int?)])
    func counters(_ text: String, _ number: Int, _ total: Int?) throws {
        let layout = Layout(PrintedPage.row(text))
        let counter = try #require(PageCounter(layout.rows[...]))
        #expect(counter.number == number && counter.total == total)
    }

    @Test(
        "what is no counter is not read as one",
        arguments: [
            "Page 3 of 2", "Pages 12", "Position 1 of 2", "Seite an Seite", "Invoice 1/2", "see page 2 of the terms",
        ])
    func noCounters(_ text: String) { #expect(PageCounter(Layout(PrintedPage.row(text)).rows[...]) == nil) }

    @Test("another number under a title, after a total, begins a document; so does a counter that starts again")
    func begins() throws {
        #expect(try starts([Self.invoice(1, number: "RE-1001"), Self.invoice(2, number: "RE-1002")]) == [1, 2])
        let counted = [
            Self.invoice(1, number: "RE-1001", counter: "Page 1 of 2", total: nil),
            Self.other(2, ["Continued", "Total 120.00", "Page 2 of 2"]),
            Self.invoice(3, number: "RE-1002", counter: "Page 1 of 1"),
        ]
        #expect(try starts(counted) == [1, 3])
    }

    @Test("kinds change: a reminder and a credit note are documents of their own, a delivery note is not")
    func kinds() throws {
        let first = Self.invoice(1, number: "RE-1001")
        let credit = Self.invoice(2, title: "Credit note", number: "CN-17", label: "Credit note no.")
        #expect(try starts([first, credit]) == [1, 2])
        let reminder = Self.invoice(2, title: "Payment reminder", number: "RE-1001", total: "160.00")
        #expect(try starts([first, reminder]) == [1, 2])
        let delivery = Self.invoice(2, title: "Delivery note", number: "DN-88", label: "Delivery note no.")
        #expect(try starts([first, delivery, Self.invoice(3, number: "RE-1002")]) == [1, 3])
    }

    @Test("the same number goes on, whatever else is printed: copies, repeated heads, time sheets")
    func sameNumber() throws {
        let first = Self.invoice(1, number: "RE-1001", counter: "Page 1 of 1")
        #expect(try starts([first, Self.invoice(2, number: "RE-1001", counter: "Page 1 of 1")]) == [1])
        #expect(
            try starts([first, Self.invoice(2, title: "Invoice (copy)", number: "RE-1001", total: "99.00")]) == [1])
        let grouped = Self.invoice(1, number: "2026 004 711")
        #expect(try starts([grouped, Self.invoice(2, number: "2026004711", total: "99.00")]) == [1])
        #expect(try starts([first, Self.other(2, ["Time sheet for invoice RE-1001", "Total 7 hours"])]) == [1])
    }

    @Test("a copy whose number cannot be read goes on")
    func unreadableCopy() throws {
        let pages = (1...2).map { Self.invoice($0, number: "unreadable", counter: "Page 1 of 1", label: "Document") }
        #expect(try starts(pages) == [1])
    }

    @Test("without a title, number, day and total have to be others, or the number and a counter that starts again")
    func withoutTitle() throws {
        let label = "Document no."
        let first = Self.invoice(1, title: "Kraxi", number: "RE-1001", label: label)
        let second = Self.invoice(2, title: "Kraxi", number: "RE-1002", total: "240.00", label: label)
        #expect(try starts([first, second]) == [1])
        var later = second
        for index in later.words.indices where later.words[index].text == "03/02/2026" {
            later.words[index].text = "09/02/2026"
        }
        #expect(try starts([first, later]) == [1, 2])
        let counted = (1...2).map {
            Self.invoice(
                $0, title: "Kraxi", number: "RE-100\($0)", counter: "Page 1 of 1", total: nil, label: label)
        }
        #expect(try starts(counted) == [1, 2])
    }

    @Test("terms, continuations and a bare title are not enough")
    func stays() throws {
        let first = Self.invoice(1, number: "RE-1001")
        #expect(
            try starts([first, Self.other(2, ["Terms and conditions", "1. Invoices are due in 14 days."])]) == [1])
        #expect(try starts([first, Self.other(2, ["Invoice", "See the first page."])]) == [1])
        let open = Self.invoice(1, number: "RE-1001", counter: "Page 1 of 2", total: nil)
        #expect(try starts([open, Self.invoice(2, number: "PO-7", label: "Order no.")]) == [1])
    }

    @Test("a digit that recognition may have misread is no other number")
    func misread() throws {
        func recognized(_ page: PageText) -> PageText {
            var page = page
            for index in page.words.indices { page.words[index].source = .ocr }
            return page
        }
        let pages = [Self.invoice(1, number: "RE-1001"), Self.invoice(2, number: "RE-1007")]
        #expect(try starts(pages) == [1, 2])
        #expect(try starts(pages.map(recognized)) == [1])
    }

    @Test("each part is read by itself, and its evidence stands on the file's pages")
    func parts() throws {
        let pages = [
            Self.invoice(1, number: "RE-1001"), Self.other(2, ["Terms and conditions"]),
            Self.invoice(3, number: "RE-1002", total: "240.00", vat: "GB987654321"),
        ]
        let parts = try Self.extractor().parts(pages)
        #expect(parts.map(\.first.number) == [1, 3])
        #expect(parts.map { $0.draft[.invoiceNumber] } == ["RE-1001", "RE-1002"])
        #expect(parts.map { $0.draft[.grossTotal] } == ["120.00", "240.00"])
        #expect(parts[1].draft.fields.values.allSatisfy { $0.evidence?.page == nil || $0.evidence?.page == 3 })
        #expect(parts[1].draft.fields[.invoiceNumber]?.evidence?.page == 3)
        #expect(parts[1].first.signs.contains(.otherNumber) && parts[1].first.signs.contains(.ownTotal))
    }

    @Test("a file of one document is read as ever")
    func whole() throws {
        let pages = [Self.invoice(1, number: "RE-1001", total: nil), Self.other(2, ["Total 120.00"])]
        let extractor = try Self.extractor()
        let parts = extractor.parts(pages)
        #expect(parts.map(\.draft) == [extractor.extract(pages)].compactMap(\.self))
        #expect(extractor.parts([Self.other(1, [])]).isEmpty)
    }

    @Test("a correction is taken for its own part, in that part's pages")
    func correction() throws {
        let pages = [Self.invoice(1, number: "RE-1001"), Self.invoice(2, number: "RE-1002")]
        let correction = Correction([.invoiceNumber: .init(value: "RE-1002")], part: 2)
        let parts = try Self.extractor().parts(pages, correction: correction)
        #expect(parts.map { $0.draft.observation != nil } == [false, true])
        let observation = try Observation(json: try #require(parts[1].draft.observation))
        #expect(observation.faults.isEmpty && observation.taught.first?.lesson.field == .invoiceNumber)
    }
}
