import Foundation
import Invoicing
import PDF
import Pipeline
import Support
import Testing

@Suite("What a PDF holds besides words") struct PDFContentsTests {
    @Test func attachmentsKeepNameAndBytes() throws {
        var pdf = TinyPDF(pages: [""])
        pdf.attachments = [("factur-x.xml", Data("<a/>".utf8)), ("more.bin", Data([0, 1, 255]))]
        let (files, problems) = try open(pdf).attachments(upTo: 1000)
        #expect(files.map(\.name) == ["factur-x.xml", "more.bin"])
        #expect(files.map(\.bytes) == pdf.attachments.map(\.bytes))
        #expect(problems.isEmpty)
    }

    @Test func anAttachmentPastTheCapIsLeftOutAndNamed() throws {
        var pdf = TinyPDF(pages: [""])
        pdf.attachments = [("large.xml", Data(repeating: 65, count: 5000)), ("small.xml", Data("<a/>".utf8))]
        let (files, problems) = try open(pdf).attachments(upTo: 1000)
        #expect(files.map(\.name) == ["small.xml"])
        #expect(problems.map(\.reason) == [.tooLarge])
    }

    struct Placing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var rotate = 0
        var cropBox: String?
        let box: Box
    }

    // A picture of 400 x 200 points with its lower left corner at (100, 500) of a page of 600 x 800.
    static let placings = [
        Placing(testDescription: "upright", box: Box(x: 100, y: 100, width: 400, height: 200)),
        Placing(testDescription: "turned by 180", rotate: 180, box: Box(x: 100, y: 500, width: 400, height: 200)),
        Placing(testDescription: "turned by 90", rotate: 90, box: Box(x: 500, y: 100, width: 200, height: 400)),
        Placing(testDescription: "turned by 270", rotate: 270, box: Box(x: 100, y: 100, width: 200, height: 400)),
        Placing(
            testDescription: "a crop box", cropBox: "50 100 550 750", box: Box(x: 50, y: 50, width: 400, height: 200)),
    ]

    @Test(arguments: placings) func picturesHaveAPlaceAndAResolution(_ example: Placing) throws {
        var pdf = TinyPDF(pages: ["q 400 0 0 200 100 500 cm /I Do Q"])
        pdf.rotate = example.rotate
        pdf.cropBox = example.cropBox
        pdf.image = (800, 400, Array(repeating: 128, count: 320_000))
        let layer = try open(pdf).layer(of: 1)
        #expect(layer.images == [example.box])
        // Small pictures are not measured; it costs decoding them.
        #expect(layer.imageDPI == nil)
    }

    @Test func aPictureOfTheWholePageIsMeasured() throws {
        var pdf = TinyPDF(pages: ["q 600 0 0 800 0 0 cm /I Do Q"])
        pdf.image = (300, 400, Array(repeating: 0, count: 120_000))
        let layer = try open(pdf).layer(of: 1)
        #expect(layer.imageDPI.map { $0.rounded() } == 36)
        #expect(layer.imageCoverage == 1)
    }

    @Test func aRasterShowsWhatIsPrinted() throws {
        let pdf = TinyPDF(pages: ["0 0 300 400 re f"])
        let raster = try open(pdf).raster(of: 1, dpi: 36)
        #expect(raster.width == 300 && raster.height == 400 && raster.dpi == 36)
        #expect(raster.pixels[399 * 300 + 10] == 0, "black at the bottom left")
        #expect(raster.pixels[10 * 300 + 10] == 255, "white at the top left")
        #expect(raster.pixels[399 * 300 + 290] == 255, "white at the bottom right")
    }

    @Test func aPictureForPeopleIsAPNGInColour() throws {
        let pdf = TinyPDF(pages: ["1 0 0 rg 0 0 300 400 re f"])
        let png = try open(pdf).png(of: 1, dpi: 36)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(png[png.startIndex + 25] == 2, "the header's colour type is RGB")
    }

    @Test func metadataIsWhatTheFileStates() throws {
        #expect(try open(TinyPDF(pages: [""])).metadata["PDFVersion"] == "PDF-1.7")
    }

    private func open(_ pdf: TinyPDF) throws -> any OpenDocument {
        try PDFSource().open(pdf.bytes, as: .pdf, settings: ReadSettings())
    }
}
