import Foundation
import Invoicing
import Testing

@testable import Extractors

@Suite("Receipts") struct ReceiptTests {
    struct Roll: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lines: [String]
        var name: String?
        var address: String?
        var date: String?
        var total: String?
    }

    static let rolls = [
        Roll(
            testDescription: "Malay: number of the register between name and address",
            lines: [
                "KEDAI BUKU MELATI SDN BHD", "(123456-X)", "NO 12, JALAN BUNGA 3/4,", "TAMAN INDAH,",
                "50480 KUALA LUMPUR",
                "TEL : 03-12345678", "TAX INVOICE", "Date : 25-03-2018 18:08:38", "Pen 2 x 1.50 3.00", "Book 20.02",
                "Subtotal 23.02", "Rounding Adj -0.02", "Total After Rounding 23.00", "CASH 50.00", "CHANGE 27.00",
            ],
            name: "KEDAI BUKU MELATI SDN BHD", address: "NO 12, JALAN BUNGA 3/4, TAMAN INDAH, 50480 KUALA LUMPUR",
            date: "2018-03-25", total: "23.00"),
        Roll(
            testDescription: "a slogan above, labels misread",
            lines: [
                "Welcome to the Family", "Oakridge Stores Ltd", "12 Mill Lane", "Hatfield AL9 5XY",
                "VAT No 123 4567 89",
                "Milk 1.20", "Bread 2.10", "T0TA1 3.30", "CASH 5.00", "CHANGE 1.70", "14/02/2024 09:41",
            ],
            name: "Oakridge Stores Ltd", date: "2024-02-14", total: "3.30"),
        Roll(
            testDescription: "German: the total is no partial sum and no tax",
            lines: [
                "Backhaus Lindner GmbH", "Hauptstraße 12", "12345 Musterstadt", "UID Nr. DE123456789", "Brot 3,50",
                "Kuchen 8,40", "Zwischensumme 11,90", "SUMME EUR 11,90", "Bar EUR 20,00", "Rückgeld EUR 8,10",
                "MwSt 7,00% 11,12 0,78", "02.05.2024 10:12",
            ],
            name: "Backhaus Lindner GmbH", address: "Hauptstraße 12, 12345 Musterstadt", date: "2024-05-02",
            total: "11.90"),
        Roll(
            testDescription: "French: paid by card",
            lines: [
                "BOULANGERIE DU PARC", "8 rue des Lilas", "69003 Lyon", "SIRET 123 456 789 00012", "Croissant 2,40",
                "Pain 1,80", "TOTAL TTC 4,20", "Carte bancaire 4,20", "dont TVA 5,5% 0,22", "17/06/2024 08:15",
            ],
            name: "BOULANGERIE DU PARC", address: "8 rue des Lilas, 69003 Lyon", date: "2024-06-17", total: "4.20"),
        Roll(
            testDescription: "Italian",
            lines: [
                "Trattoria Aurora", "Via Garibaldi 7", "40100 Bologna", "P.IVA 01234567890", "Coperto 4,00",
                "Pizza 9,50",
                "TOTALE COMPLESSIVO 13,50", "di cui IVA 1,23", "Contante 20,00", "Resto 6,50", "03/09/2023 21:04",
            ],
            name: "Trattoria Aurora", address: "Via Garibaldi 7, 40100 Bologna", date: "2023-09-03", total: "13.50"),
        Roll(
            testDescription: "Polish",
            lines: [
                "Sklep Spożywczy Jaskółka", "ul. Polna 5", "00-950 Warszawa", "NIP 123-456-78-90", "Mleko 3,99",
                "Chleb 4,50",
                "SUMA PLN 8,49", "Gotówka 10,00", "Reszta 1,51", "2024-01-20 17:30",
            ],
            name: "Sklep Spożywczy Jaskółka", address: "ul. Polna 5, 00-950 Warszawa", date: "2024-01-20", total: "8.49"
        ),
        Roll(
            testDescription: "Dutch: items are counted before the total",
            lines: [
                "Bakkerij De Molen", "Dorpsstraat 9", "1234 AB Lisse", "BTW NL123456789B01", "Brood 3,10", "Koek 2,40",
                "Aantal artikelen 2,00", "TOTAAL 5,50", "Pinpas 5,50", "11-11-2023 12:00",
            ],
            name: "Bakkerij De Molen", date: "2023-11-11", total: "5.50"),
        Roll(
            testDescription: "Spanish",
            lines: [
                "CAFETERIA LUNA S.L.", "Calle Mayor 3", "28013 Madrid", "NIF B12345678", "Cafe 1,50", "Tostada 2,25",
                "TOTAL A PAGAR 3,75", "Efectivo 5,00", "Cambio 1,25", "09/10/2023 08:55",
            ],
            date: "2023-10-09", total: "3.75"),
    ]

    @Test(arguments: rolls) func aRollIsRead(_ roll: Roll) throws {
        let page = Self.page(roll.lines)
        let view = DocumentView([page], lexicon: Lexicon([]))
        var draft = Draft(schema: "receipt/1")
        ReceiptReader(view, titles: ["tax invoice", "receipt"]).refine(&draft)
        if let name = roll.name { #expect(draft.fields[.supplierName]?.value == name) }
        if let address = roll.address { #expect(draft.fields[.supplierAddress]?.value == address) }
        if let date = roll.date { #expect(draft.fields[.invoiceDate]?.value == date) }
        if let total = roll.total { #expect(draft.fields[.grossTotal]?.value == total) }
    }

    @Test(arguments: [
        ("Total 12.00", ReceiptTotal.Kind.total), ("T0TA1", .total), ("TOTAL QTY", .part), ("Total Excl. GST", .part),
        ("Total GST", .tax), ("Total incl. GST", .total), ("Total included GST @ 6%", .tax), ("SUB TOTAL", .sub),
        ("Zwischensumme", .sub), ("Grand total", .total), ("Net total saving", .part), ("Rounding Adj", .rounding),
        ("CASH", .cash), ("Rückgeld", .change), ("Carte bancaire", .card), ("à payer montant", .total),
        ("Milk", .other),
    ])
    func linesOfSumsAreTold(_ words: String, _ kind: ReceiptTotal.Kind) {
        let tokens = Token.tokens(of: Self.page([words]).words)
        #expect(ReceiptTotal.kind(tokens[...]).kind == kind)
    }

    @Test(arguments: [
        ("4O15O", "40150"), ("§3300", "53300"), ("1l.5O", "11.50"), ("2B,9S", "28,95"), ("OO1", nil), ("12345", nil),
        ("hello", nil), ("A1", nil),
    ])
    func digitsAreRepaired(_ text: String, _ repaired: String?) { #expect(Misread.digits(text) == repaired) }

    @Test(arguments: [
        ("2B,9S", "28,95"), ("1l.5O", "11.50"), ("$5.00", nil), ("A1.23", nil), ("12.50", nil), ("1O0", nil),
        ("5.OO5", nil),
    ])
    func amountsAreRepaired(_ text: String, _ repaired: String?) { #expect(Misread.amount(text) == repaired) }

    @Test(arguments: [
        ("total", true), ("t0ta1", true), ("totai", true), ("tofal", false), ("gesamtbetrag", true),
        ("gesamtbetrng", true), ("gesamtbtrag", true), ("gesant", true), ("sum", false),
    ])
    func wordsAreFoundAsMisread(_ key: String, _ isFound: Bool) {
        #expect(WordBook("total gesamtbetrag gesamt").contains(key) == isFound)
    }

    @Test(arguments: [
        ("21:28", true), ("9:42:19", true), ("11:03pm", true), ("no:12", false), ("1:2", false), ("12", false),
    ])
    func timesAreTold(_ text: String, _ isTime: Bool) { #expect(ReceiptDate.isTime(text) == isTime) }

    /// Fewer letters across than on any sheet, at whatever scale.
    @Test(arguments: [(1.0, 42, true), (2.5, 48, true), (1.0, 80, false), (0.6, 95, false)])
    func aRollIsToldByItsLetters(_ scale: Double, _ columns: Int, _ isRoll: Bool) {
        let line = String(repeating: "letters ", count: columns / 8 + 1).prefix(columns)
        let page = Self.page(Array(repeating: String(line), count: 12), scale: scale)
        #expect(((Layout([page]).columns ?? 100) < 58) == isRoll)
    }

    /// Lines set in type of one width, as tills print.
    static func page(_ lines: [String], scale: Double = 1) -> PageText {
        var words: [Word] = []
        for (index, line) in lines.enumerated() {
            var column = 0.0
            for part in line.split(separator: " ") {
                let width = Double(part.count)
                words.append(
                    Word(
                        text: String(part),
                        box: Box(
                            x: (20 + column * 5) * scale, y: (20 + Double(index) * 12) * scale,
                            width: width * 5 * scale,
                            height: 9 * scale),
                        size: 9 * scale, confidence: 0.93, source: .ocr))
                column += width + 0.8
            }
        }
        return PageText(number: 1, width: 227 * scale, height: 700 * scale, words: words, reading: .ocr)
    }
}
