import Foundation
import Invoicing
import Support
import Testing

@testable import Extractors

@Suite("Supplier memory: places, marks and layouts") struct MemoryPartsTests {
    @Test(
        "a shape is its runs of letters and digits",
        arguments: [
            ("RE-2024/0017", "A-9/9"), ("4711", "9"), ("F 24 001", "A 9 9"), ("1.234,56", "9.9,9"), ("AB12CD", "A9A"),
            ("Ümläut", "A"), ("", ""),
        ])
    func shape(_ text: String, _ shape: String) { #expect(PrintedPlace.shape(text) == shape) }

    @Test(
        "one letter in six may be wrong in recognized words",
        arguments: [
            ("rechnungsnr", "rechnungsnn", true), ("rechnungsnr", "rechnungnr", true), ("datum", "dalum", false),
            ("invoicenumber", "invoicedate", false), ("kundennummer", "kundennumner", true),
        ])
    func spelling(_ left: String, _ right: String, _ isNear: Bool) { #expect(Spelling.isNear(left, right) == isNear) }

    private static func place(
        _ words: [(PlaceAnchor.Stance, String)], left: Int = 100, top: Int = 200, shape: String = "9"
    ) -> PrintedPlace {
        PrintedPlace(
            anchors: words.map { PlaceAnchor(stance: $0.0, words: $0.1) }, page: 1, pagesFromEnd: 0, left: left,
            right: left + 80, top: top, shape: shape)
    }

    @Test(
        "the label says most, then the place; without label only the very place counts",
        arguments: [
            ("the same label at the same place", place([(.right, "nr")]), place([(.right, "nr")]), 1.0),
            ("the same label, moved down", place([(.right, "nr")]), place([(.right, "nr")], top: 600), 0.9),
            ("the same label, another shape", place([(.right, "nr")]), place([(.right, "nr")], shape: "A"), 0.9),
            ("the same words, but above", place([(.right, "nr")]), place([(.below, "nr")], top: 600), 0.0),
            ("the second label only", place([(.right, "nr"), (.below, "id")]), place([(.below, "id")]), 0.6),
            ("another label at the same place", place([(.right, "nr")]), place([(.right, "id")]), 0.4),
            ("another label elsewhere", place([(.right, "nr")]), place([(.right, "id")], top: 600), 0.0),
            ("no label, the same place", place([]), place([(.below, "id")]), 0.9),
            ("no label, elsewhere", place([]), place([], top: 300), 0.0),
        ])
    func likeness(_ what: String, _ known: PrintedPlace, _ other: PrintedPlace, _ expected: Double) {
        #expect(abs(known.likeness(to: other) - expected) < 0.001, "\(what)")
    }

    private static func marks(_ vat: [String] = [], iban: [String] = [], domain: [String] = [], name: String? = nil)
        -> SupplierMarks
    {
        var marks = SupplierMarks()
        (marks.vatIDs, marks.ibans, marks.domains, marks.name) = (Set(vat), Set(iban), Set(domain), name)
        return marks
    }

    @Test(
        "a supplier is known by numbers of its own",
        arguments: [
            ("its VAT id", marks(["A"]), marks(["A", "C"]), true),
            ("another's VAT id", marks(["A"]), marks(["B", "C"]), false),
            ("nothing printed", marks(["A"]), marks(), false),
            ("nothing known", marks(), marks(["A"]), false),
            ("the customer's number slipped in: both are asked for", marks(["A", "C"]), marks(["B", "C"]), false),
            (
                "the VAT id is not printed, account and name are", marks(["A"], iban: ["I"], name: "acme"),
                marks(iban: ["I"]), true
            ),
            (
                "the web address agrees, the account contradicts", marks(iban: ["I"], domain: ["d"]),
                marks(iban: ["J"], domain: ["d"]), false
            ),
            (
                "only the customer's number is known, the account contradicts", marks(["C"], iban: ["I"]),
                marks(["B", "C"], iban: ["J"]), false
            ),
            ("the customer's number and nothing else", marks(["C"], name: "other"), marks(["B", "C"]), false),
            (
                "the number without the name, but with the web address", marks(["A"], domain: ["d"], name: "other"),
                marks(["A"], domain: ["d"]), true
            ),
            ("one of two numbers alone", marks(["A"], iban: ["I"]), marks(["A"]), false),
            ("a web address alone: many bill through one shop", marks(domain: ["d"]), marks(domain: ["d"]), false),
            ("a web address and the name", marks(domain: ["d"], name: "acme"), marks(domain: ["d"]), true),
            ("the name, and another web address", marks(domain: ["d"], name: "acme"), marks(domain: ["e"]), false),
            ("the name and the wrong account", marks(iban: ["I"], name: "acme"), marks(iban: ["J"]), false),
            ("a name where nothing better is printed", marks(name: "acme"), marks(["B"]), true),
            ("a name that is not printed", marks(name: "other"), marks(), false),
        ])
    func identity(_ what: String, _ known: SupplierMarks, _ page: SupplierMarks, _ agree: Bool) {
        #expect(known.agree(with: page) { $0 == "acme" } == agree, "\(what)")
    }

    @Test("a reader's answer is checked before it is believed")
    func observations() throws {
        let view = DocumentView([Invoices.page("4711", "22.01.2024")], lexicon: Lexicon([]))
        let lesson = Lesson(field: .invoiceNumber, exact: "x")
        let identity = PageIdentity(marks: SupplierMarks(), print: LayoutPrint(view))
        let good = Observation(
            identity: identity, taught: [.init(lesson: lesson, old: nil, new: "x", missed: [])], faults: [])
        #expect(try Observation(json: good.json) == good)
        var bad = good
        bad.taught[0].new = String(repeating: "x", count: 501)
        #expect(throws: SchemaError.self) { try Observation(json: bad.json) }
        bad.taught[0].new = "a\nb"
        #expect(throws: SchemaError.self) { try Observation(json: bad.json) }
        #expect(throws: SchemaError.self) { try Observation(json: "[]") }
    }
}

/// Invoices of two suppliers that use the same program: the same layout, other letterheads.
enum Invoices {
    static func page(
        _ number: String, _ date: String, supplier: String = "Nordwind Handel GmbH", vat: String = "DE136695976",
        net: String = "100,00", tax: String = "19,00", gross: String = "119,00", label: String = "Vorfall"
    ) -> PageText {
        let domain = supplier.split(separator: " ")[0].lowercased()
        return PrintedPage.page(
            1,
            [
                [(40, supplier), (400, "Am Hafen 3")], [(400, "20457 Hamburg")], [(400, "info@\(domain).example")], [],
                [(40, "Kunde und Co KG")], [(40, "Seestrasse 9")], [(40, "10115 Berlin")], [],
                [(40, "Rechnung")], [],
                [(40, label), (160, number)], [(40, "Kundennummer:"), (160, "K-88123")],
                [(40, "Rechnungsdatum:"), (160, date)],
                [],
                [(40, "Pos"), (80, "Bezeichnung"), (300, "Menge"), (380, "Preis"), (480, "Betrag")],
                [(40, "1"), (80, "Schrauben"), (300, "1"), (380, net), (480, net)], [],
                [(380, "Netto"), (480, net)], [(380, "MwSt 19 %"), (480, tax)], [(380, "Gesamtbetrag"), (480, gross)],
                [],
                [(40, "\(supplier) USt-IdNr.: \(vat)")],
            ])
    }
}

@Suite("Supplier memory: from one correction to the next document") struct MemoryLearningTests {
    private static let schemas: [ExtractionSchema] = (try? SchemaLoader(folder: Repository.schemas).all()) ?? []
    private static let models: ScoringModels? = {
        let file = Repository.schemas.appending(path: ScoringModels.file)
        return (try? Data(contentsOf: file)).flatMap { try? ScoringModels(files: [ScoringModels.file: $0]) }
    }()

    private func extractor(_ samples: [MemorySample] = [], models: Bool = true) throws -> PageExtractor {
        PageExtractor(
            schemas: Self.schemas, models: models ? try #require(Self.models) : ScoringModels(),
            memory: SupplierMemory(samples))
    }

    private func sample(
        _ page: PageText, _ changes: [FieldName: String], version: Int = 1, after samples: [MemorySample] = [],
        models: Bool = true
    ) throws -> MemorySample {
        let correction = Correction(changes.mapValues { Correction.Change(value: $0) })
        let draft = try #require(try extractor(samples, models: models).extract([page], correction: correction))
        let observation = try Observation(json: try #require(draft.observation))
        #expect(observation.faults.isEmpty)
        let missed = observation.taught.filter { !$0.missed.isEmpty }
        return MemorySample(
            version: version, supplier: "S1", document: "\(version)", identity: observation.identity,
            lessons: observation.taught.map(\.lesson),
            missed: Dictionary(missed.map { ($0.lesson.field, $0.missed) }) { $0 + $1 })
    }

    @Test("the number under an unknown label is found on the next document", arguments: [true, false])
    func number(models: Bool) throws {
        let first = Invoices.page("NW-0815-7", "22.01.2024")
        let sample = try sample(first, [.invoiceNumber: "NW-0815-7"], models: models)
        let field = try #require(
            try extractor([sample], models: models).extract([Invoices.page("NW-0977-1", "03.02.2024")])?
                .fields[.invoiceNumber])
        #expect(field.value == "NW-0977-1")
        #expect(field.confidence <= 0.98)
        #expect(field.evidence?.reason?.contains("memory version 1") == true)
    }

    @Test("another supplier with the same layout is read as before")
    func others() throws {
        let poison = try sample(
            Invoices.page("NW-0815-7", "22.01.2024"), [.invoiceNumber: "K-88123", .supplierName: "Kunde und Co KG"])
        let other = Invoices.page("OS-1", "03.02.2024", supplier: "Ostsee Technik GmbH", vat: "DE811193231")
        #expect(try extractor([poison]).extract([other]) == (try extractor().extract([other])))
        let own = Invoices.page("NW-0977-1", "03.02.2024")
        #expect(try extractor([poison]).extract([own]) != (try extractor().extract([own])))
    }

    @Test("without its samples memory is as if it had never been")
    func undone() throws {
        let page = Invoices.page("NW-0977-1", "03.02.2024")
        #expect(try extractor([]).extract([page]) == (try extractor().extract([page])))
    }

    @Test("sums that add up are not moved by a wrong correction")
    func sums() throws {
        let first = Invoices.page("NW-1", "22.01.2024")
        let poison = try sample(first, [.grossTotal: "100.00", .netTotal: "119.00", .taxTotal: "100.00"])
        let draft = try #require(
            try extractor([poison]).extract([
                Invoices.page("NW-2", "03.02.2024", net: "200,00", tax: "38,00", gross: "238,00")
            ]))
        #expect([draft[.netTotal], draft[.taxTotal], draft[.grossTotal]] == ["200.00", "38.00", "238.00"])
    }

    @Test("the supplier's exact name is taken, and its printed form too")
    func name() throws {
        let first = Invoices.page("NW-0815-7", "22.01.2024")
        let sample = try sample(first, [.supplierName: "Nordwind Handelsgesellschaft mbH"])
        let draft = try #require(try extractor([sample]).extract([Invoices.page("NW-2", "03.02.2024")]))
        #expect(draft[.supplierName] == "Nordwind Handelsgesellschaft mbH")
    }

    @Test("a field that is not there is left out from then on")
    func absent() throws {
        let first = Invoices.page("NW-0815-7", "22.01.2024", label: "Bestellnummer:")
        let before = try #require(try extractor().extract([first]))
        #expect(before[.purchaseOrder] == "NW-0815-7")
        let sample = try sample(first, [.purchaseOrder: ""])
        let next = Invoices.page("NW-0977-1", "03.02.2024", label: "Bestellnummer:")
        #expect(try #require(try extractor([sample]).extract([next]))[.purchaseOrder] == nil)
    }

    @Test("confidence grows with confirmation, and a place that pointed wrong weighs less")
    func confirmation() throws {
        func entry(_ documents: Int, _ misses: Int) -> Recollection.Entry {
            Recollection.Entry(
                lesson: Lesson(field: .invoiceNumber), version: 1, documents: Set((0..<documents).map(String.init)),
                misses: misses)
        }
        #expect([1, 2, 3, 9].map { entry($0, 0).cap } == [0.95, 0.97, 0.98, 0.98])
        #expect([1, 2, 3, 9].map { entry($0, 0).logOdds } == [6, 6.7, 7.4, 7.4])
        #expect([0, 1, 2, 3].map { entry(1, $0).logOdds } == [6, 3.5, 1, 0])
        #expect(entry(1, 1).cap < entry(1, 0).cap)
    }

    @Test("a second correction counts against the place that the first one taught")
    func misses() throws {
        let first = Invoices.page("NW-0815-7", "22.01.2024")
        let wrong = try sample(first, [.invoiceNumber: "K-88123"])
        let second = Invoices.page("NW-0977-1", "03.02.2024")
        let right = try sample(second, [.invoiceNumber: "NW-0977-1"], version: 2, after: [wrong])
        #expect(right.missed == [.invoiceNumber: [1]])
        let third = try #require(try extractor([wrong, right]).extract([Invoices.page("NW-1001-2", "04.02.2024")]))
        #expect(third[.invoiceNumber] == "NW-1001-2")
        #expect(third.fields[.invoiceNumber]?.evidence?.reason?.contains("memory version 2") == true)
    }

    @Test(
        "what cannot be learnt is said, and nothing is remembered of it",
        arguments: [
            ("invoice_number", "NOT-THERE-1", "printed nowhere"), ("invoice_date", "22.01.2024", "must be a day"),
            ("gross_total", "119,00", "must be a number"), ("no_such_field", "x", "no such field"),
            ("document_type", "love_letter", "must be one of"), ("due_date", "", "empty already"),
        ])
    func faults(_ field: String, _ value: String, _ words: String) throws {
        let correction = Correction([FieldName(rawValue: field): Correction.Change(value: value)])
        let draft = try extractor().extract([Invoices.page("NW-1", "22.01.2024")], correction: correction)
        let observation = try Observation(json: try #require(draft?.observation))
        #expect(observation.taught.isEmpty)
        #expect(observation.faults.count == 1 && observation.faults[0].contains(words))
    }

    @Test("a layout that is taken for another kind of document is known for what it is")
    func documentType() throws {
        func page(_ number: String) -> PageText {
            var page = Invoices.page(number, "22.01.2024", label: "Rechnungsnummer:")
            for index in page.words.indices where page.words[index].text == "Rechnung" {
                page.words[index].text = "Lieferschein"
            }
            return page
        }
        let before = try #require(try extractor().extract([page("NW-1")]))
        #expect(before[.documentType] == "goods_receipt")
        let sample = try sample(page("NW-1"), [.documentType: "invoice", .invoiceNumber: "NW-1"])
        let next = try #require(try extractor([sample]).extract([page("NW-2")]))
        #expect(next[.documentType] == "invoice" && next[.invoiceNumber] == "NW-2")
        let invoice = Invoices.page("NW-3", "22.01.2024", label: "Rechnungsnummer:")
        #expect(try extractor([sample]).extract([invoice])?[.documentType] == "invoice")
    }

    @Test("of a tax printed by rate the rows under one label are learnt, and added up")
    func rates() throws {
        func page(_ low: String, _ high: String, _ net: String, _ gross: String) -> PageText {
            var page = Invoices.page("NW-1", "22.01.2024", net: net, tax: "0,00", gross: gross)
            page.words.removeAll { $0.box.y > 280 && ["MwSt", "19", "%", "0,00"].contains($0.text) && $0.box.x >= 380 }
            let rows = PrintedPage.page(1, [[(380, "Abgabe 7 %"), (480, low)], [(380, "Abgabe 19 %"), (480, high)]])
                .words
            page.words += rows.map { word in
                var word = word
                word.box.y += 320
                return word
            }
            return page
        }
        let sample = try sample(page("7,00", "19,00", "200,00", "226,00"), [.taxTotal: "26.00"])
        #expect(sample.lessons.first?.place?.anchors.first?.words == "abgabe")
        let draft = try #require(try extractor([sample]).extract([page("14,00", "38,00", "400,00", "452,00")]))
        #expect(draft[.taxTotal] == "52.00")
    }

    @Test("a box alone says which value is right")
    func box() throws {
        let page = Invoices.page("NW-0815-7", "22.01.2024")
        let word = try #require(page.words.first { $0.text == "NW-0815-7" })
        let correction = Correction([.invoiceNumber: Correction.Change(page: 1, box: word.box)])
        let draft = try extractor().extract([page], correction: correction)
        let observation = try Observation(json: try #require(draft?.observation))
        #expect(observation.taught.map(\.new) == ["NW-0815-7"])
        #expect(observation.taught.first?.lesson.place?.anchors.first == PlaceAnchor(stance: .right, words: "vorfall"))
    }

    @Test("memory written and read again is the same, and the same bytes")
    func codec() throws {
        let sample = try sample(
            Invoices.page("NW-0815-7", "22.01.2024"), [.invoiceNumber: "NW-0815-7", .currency: "EUR"])
        let memory = SupplierMemory([sample])
        let data = try memory.encoded()
        let again = try SupplierMemory(files: [SupplierMemory.file: data])
        #expect(again == memory)
        #expect(try again.encoded() == data)
        #expect(throws: SchemaError.self) { try SupplierMemory(files: [SupplierMemory.file: Data("{}".utf8)]) }
    }
}
