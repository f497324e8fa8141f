import Accuracy
import Foundation
import Testing

@Suite("Calibration") struct CalibrationTests {
    private typealias Sample = Reliability.Sample

    /// Confidences with their outcomes, then the figures worked out by hand.
    static let reliabilities: [(values: [(Double, Bool)], ece: Double, adaptive: Double, brier: Double, String)] = [
        ([], 0, 0, 0, "nothing promised, nothing broken"),
        ([(1, true), (1, true)], 0, 0, 0, "sure and right"),
        ([(1, false)], 1, 1, 1, "sure and wrong"),
        ([(0.75, true), (0.75, true), (0.75, true), (0.75, false)], 0, 0, 0.1875, "three of four, as promised"),
        ([(0.95, true), (0.95, false)], 0.45, 0.45, 0.4525, "half right at 0.95"),
        ([(0.2, false), (0.2, false), (0.8, true), (0.8, true)], 0.2, 0.2, 0.04, "too modest at both ends"),
        ([(0.92, true), (0.98, false)], 0.45, 0.53, 0.4834, "what a tenth evens out, equally many values show"),
    ]

    @Test(arguments: reliabilities) func reliability(
        _ values: [(Double, Bool)], _ ece: Double, _ adaptive: Double, _ brier: Double, _ sentence: String
    ) {
        let figures = Reliability(values.map { Sample($0.0, $0.1) })
        #expect(abs(figures.ece - ece) < 1e-9, "\(sentence)")
        #expect(abs(figures.adaptiveECE - adaptive) < 1e-9, "\(sentence)")
        #expect(abs(figures.brier - brier) < 1e-9, "\(sentence)")
        #expect(figures.tenths.count == 10 && figures.tenths.reduce(0) { $0 + $1.count } == values.count)
        #expect(figures.quantiles.reduce(0) { $0 + $1.count } == values.count)
    }

    @Test func bordersBelongToTheBinAbove() {
        let tenths = Reliability([0, 0.1, 0.5, 0.9, 1].map { Sample($0, true) }).tenths
        #expect(tenths.map(\.count) == [1, 1, 0, 0, 0, 1, 0, 0, 0, 2])
    }

    @Test func equalConfidencesAreNeverParted() {
        let bins = Reliability((0..<100).map { Sample($0 < 60 ? 0.5 : Double($0) / 100, true) }).quantiles
        #expect(bins.first?.count == 60)
        #expect(bins.dropFirst().map(\.count) == [10, 10, 10, 10])
    }

    /// Confidences with outcomes; the least threshold within 0.5 % and how many pass and are wrong there.
    static let curves: [(values: [(Double, Bool)], least: (Double, Int, Int)?, String)] = [
        ([], nil, "nothing to accept"),
        ([(0.9, false)], nil, "all wrong"),
        ([(0, true)], nil, "what is incomplete never passes"),
        ([(0.7, true), (0.9, true)], (0.7, 2, 0), "all right"),
        ([(0.7, false), (0.9, true), (0.95, true)], (0.9, 2, 0), "the wrong one stays below"),
        ([(0.8, true), (0.8, false), (0.9, true)], (0.9, 1, 0), "equal confidences pass together or not at all"),
        ([(0.99, false), (0.9, true)], nil, "sure and wrong spoils all below"),
        (
            [(0.99, false)] + Array(repeating: (0.9, true), count: 199), (0.9, 200, 1),
            "one of two hundred is still within"
        ),
        ([(0.99, false)] + Array(repeating: (0.9, true), count: 198), nil, "one of 199 is not"),
    ]

    @Test(arguments: curves) func leastThreshold(
        _ values: [(Double, Bool)], _ expected: (Double, Int, Int)?, _ sentence: String
    ) {
        let least = AcceptanceCurve(values.map { Sample($0.0, $0.1) }).least()
        #expect(least?.threshold == expected?.0, "\(sentence)")
        #expect(least?.accepted == expected?.1, "\(sentence)")
        #expect(least?.wrong == expected?.2, "\(sentence)")
    }

    @Test func thresholdsCountWhatPasses() {
        let curve = AcceptanceCurve([Sample(0.5, true), Sample(0.9, false), Sample(0.95, true)], leftOut: 1)
        let row = curve.at(0.9)
        #expect(row == Acceptance(threshold: 0.9, total: 4, accepted: 2, wrong: 1))
        #expect(row.automation == 0.5 && row.falseAccepts == 0.5)
        let nothing = curve.at(0.999)
        #expect(nothing.accepted == 0 && nothing.falseAccepts == 0 && nothing.bound == 1)
    }

    /// Exact bounds of Clopper and Pearson, one-sided, 95 %: R's `binom.test(k, n, alternative = "less")`.
    static let bounds: [(wrong: Int, accepted: Int, bound: Double, String)] = [
        (0, 1, 0.95, "one document tells nearly nothing"),
        (0, 100, 0.02951, "rule of three: 3 / 100"),
        (0, 600, 0.00498, "with none wrong, 600 documents show 0.5 %"),
        (1, 100, 0.04656, "one wrong of 100"),
        (5, 5, 1, "all wrong"),
    ]

    @Test(arguments: bounds) func bound(_ wrong: Int, _ accepted: Int, _ bound: Double, _ sentence: String) {
        let row = Acceptance(threshold: 0.9, total: accepted, accepted: accepted, wrong: wrong)
        #expect(abs(row.bound - bound) < 1e-4, "\(sentence): \(row.bound)")
    }
}

@Suite("Confidence of documents") struct DocumentConfidenceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var sentence: String
        var truth: [String: String]
        var absent: [String] = []
        /// Values and confidences; no confidence = the field is plain.
        var read: [String: (String, Double?)]
        var confidence: Double?
        var isRight = true
        var leftOut: [String] = []
        var testDescription: String { sentence }
    }

    static let cases = [
        Case(
            sentence: "the weakest field decides", truth: ["supplier_name": "A", "gross_total": "1.00"],
            read: ["supplier_name": ("A", 0.9), "gross_total": ("1.00", 0.7)], confidence: 0.7),
        Case(
            sentence: "fields that do not count are not asked",
            truth: ["supplier_name": "A", "due_date": "2026-01-01"],
            read: ["supplier_name": ("A", 0.9), "due_date": ("2026-02-01", 0.1)], confidence: 0.9),
        Case(
            sentence: "a required field that was not read is 0", truth: ["supplier_name": "A", "gross_total": "1.00"],
            read: ["supplier_name": ("A", 0.9)], confidence: 0, isRight: false),
        Case(
            sentence: "an account that was not read is told, no more",
            truth: ["supplier_name": "A", "supplier_iban": "DE1"], read: ["supplier_name": ("A", 0.9)],
            confidence: 0.9, leftOut: ["supplier_iban"]),
        Case(
            sentence: "an account that was read counts", truth: ["supplier_name": "A", "supplier_iban": "DE1"],
            read: ["supplier_name": ("A", 0.9), "supplier_iban": ("DE2", 0.6)], confidence: 0.6, isRight: false),
        Case(
            sentence: "a value the document does not have is wrong", truth: ["supplier_name": "A"],
            absent: ["supplier_iban"], read: ["supplier_name": ("A", 0.9), "supplier_iban": ("DE2", 0.8)],
            confidence: 0.8, isRight: false),
        Case(
            sentence: "a value of unknown truth is passed over", truth: ["supplier_name": "A"],
            read: ["supplier_name": ("A", 0.9), "supplier_iban": ("DE2", 0.2)], confidence: 0.9),
        Case(
            sentence: "nothing known of what counts", truth: ["due_date": "2026-01-01"],
            read: ["due_date": ("2026-01-01", 0.9)], confidence: nil),
        Case(
            sentence: "values without confidence", truth: ["supplier_name": "A"], read: ["supplier_name": ("A", nil)],
            confidence: nil),
    ]

    private static func score(_ example: Case) -> ScoredDocument {
        let truth = JSONValue.object([
            "fields": .object(example.truth.mapValues { .text($0) }),
            "absent": .list(example.absent.map { .text($0) }),
        ])
        let read = example.read.mapValues { value, confidence -> JSONValue in
            confidence.map { .object(["value": .text(value), "confidence": .number($0)]) } ?? .text(value)
        }
        return ScoredDocument(truth: truth, prediction: .object(["fields": .object(read)]))
    }

    @Test(arguments: cases) func documents(_ example: Case) {
        let found = DocumentConfidence(Self.score(example))
        #expect(found?.confidence == example.confidence)
        guard let found else { return }
        #expect(found.isRight == example.isRight)
        #expect(found.leftOut == example.leftOut)
    }

    @Test func byRequiredFieldsAloneAnAccountDoesNotCount() {
        let score = Self.score(Self.cases[4])
        let found = DocumentConfidence(score, of: DocumentConfidence.required)
        #expect(found?.confidence == 0.9 && found?.isRight == true)
    }

    @Test func anEmptyCorpusHasNoThreshold() {
        let calibration = Calibration(Evaluation())
        #expect(calibration.documents.reliability.count == 0)
        #expect(calibration.documents.acceptance.least() == nil)
        #expect(calibration.fields.isEmpty && calibration.unjudged == 0)
    }

    @Test func documentsWithoutAReadingAreNotJudged() {
        var evaluation = Evaluation()
        let truth = JSONValue.object(["fields": .object(["supplier_name": .text("A"), "gross_total": .text("1.00")])])
        evaluation.add("missing", truth: truth, prediction: nil)
        let value = JSONValue.object(["value": .text("A"), "confidence": .number(0.9)])
        evaluation.add("incomplete", truth: truth, prediction: .object(["fields": .object(["supplier_name": value])]))
        let calibration = Calibration(evaluation)
        #expect(calibration.unjudged == 1)
        #expect(calibration.documents.acceptance.at(0.5) == Acceptance(threshold: 0.5, total: 1, accepted: 0, wrong: 0))
        #expect(calibration.payment.acceptance.at(0.5).total == 4)
        #expect(calibration.overall.reliability.count == 1)
    }
}
