import Foundation
import Testing

@testable import PDF

@Suite("Bytes of a PDF, before Poppler") struct PDFBytesTests {
    static let cases = [
        ("<</Type/XObject/Subtype/Image/Width 1>>", true), ("<< /Subtype /Image >>", true), ("<</Subtype/Image", true),
        ("<< /ProcSet [ /PDF /Text /ImageB /ImageC /ImageI ] >>", false),
        ("<< /ProcSet [ /ImageB ] >> << /Subtype /Image >>", true), ("<< /Type /Page >>", false),
    ]

    @Test(
        "a file may hold pictures where a dictionary says so, not where a page lists its procedure sets",
        arguments: cases)
    func images(_ text: String, _ mayHold: Bool) {
        #expect(PDFBytes(Data(text.utf8)).mayHoldImages == mayHold)
    }
}
