import Foundation
import OCR
import PDF
import Pipeline
import Support
import Testing

@Suite("Pictures as documents") struct ImageSourceTests {
    /// A picture of 60 x 80 points, its left lower quarter black, at 72 dpi.
    private static func png(dpi: Int = 72) throws -> Data {
        var pdf = TinyPDF(pages: ["0 0 30 40 re f"])
        pdf.mediaBox = "0 0 60 80"
        return try PDFSource().open(pdf.bytes, as: .pdf, settings: ReadSettings()).png(of: 1, dpi: dpi)
    }

    private func open(_ bytes: Data, _ kind: DocumentKind, _ settings: ReadSettings = ReadSettings()) throws
        -> any OpenDocument
    {
        try ImageSource().open(bytes, as: kind, settings: settings)
    }

    @Test func aPNGIsAPageThatIsAllPicture() throws {
        let document = try open(Self.png(), .png)
        let layer = try document.layer(of: 1)
        #expect(document.pageCount == 1 && layer.words.isEmpty && layer.imageCoverage == 1)
        let raster = try document.raster(of: 1, dpi: 300)
        #expect(raster.width == 60 && raster.height == 80)
        #expect(raster.pixels[79 * 60 + 1] == 0 && raster.pixels[1] == 255 && raster.pixels[79 * 60 + 59] == 255)
        #expect(abs(layer.width - Double(raster.width) * 72 / Double(raster.dpi)) < 0.01)
    }

    @Test func aTIFFHasAsManyPagesAsItHasDirectories() throws {
        let document = try open(TinyTIFF(pages: [(8, 4, 0), (16, 8, 255)]).bytes, .tiff)
        #expect(document.pageCount == 2)
        let first = try document.raster(of: 1, dpi: 300)
        let second = try document.raster(of: 2, dpi: 300)
        #expect(first.width == 8 && first.height == 4 && first.pixels.allSatisfy { $0 == 0 })
        #expect(second.width == 16 && second.height == 8 && second.pixels.allSatisfy { $0 == 255 })
        #expect(throws: ReadFailure.self) { try document.raster(of: 3, dpi: 300) }
    }

    @Test func aChainOfDirectoriesInACircleEnds() {
        var settings = ReadSettings()
        settings.limits.pages = 10
        let circle = TinyTIFF(pages: [(8, 4, 0)], isCircle: true).bytes
        #expect { try open(circle, .tiff, settings) } throws: { ($0 as? ReadFailure)?.reason == .tooManyPages }
    }

    @Test func tooManyPixelsAreRefusedFromTheHeader() throws {
        var settings = ReadSettings()
        settings.limits.pixels = 1000
        #expect { try open(Self.png(), .png, settings) } throws: { ($0 as? ReadFailure)?.reason == .pageTooLarge }
        // A header alone, saying 60,000 x 60,000.
        var bomb = try Self.png()
        bomb.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
        #expect { try open(bomb, .png) } throws: { ($0 as? ReadFailure)?.reason == .pageTooLarge }
    }

    @Test(arguments: [DocumentKind.png, .jpeg, .tiff]) func noiseIsRefused(_ kind: DocumentKind) {
        let noise = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data((0..<200).map { UInt8($0 % 3) })
        #expect { try open(noise, kind).raster(of: 1, dpi: 100) } throws: {
            [.damaged, .pageTooLarge].contains(($0 as? ReadFailure)?.reason)
        }
    }

    @Test func aCutPNGIsDamagedOrShowsWhatIsThere() throws {
        let whole = try Self.png(dpi: 300)
        do throws(ReadFailure) {
            let document = try ImageSource().open(whole.prefix(whole.count / 2), as: .png, settings: ReadSettings())
            _ = try document.raster(of: 1, dpi: 300)
        } catch {
            #expect(error.reason == .damaged)
        }
    }

    @Test func thePictureForPeopleIsNoFinerThanAsked() throws {
        let png = try open(Self.png(dpi: 300), .png).png(of: 1, dpi: 10)
        let width = png[png.startIndex + 18..<png.startIndex + 20].reduce(0) { $0 << 8 | Int($1) }
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]) && width < 250)
    }
}

/// Uncompressed gray TIFF pages, each of one shade.
private struct TinyTIFF {
    let pages: [(width: Int, height: Int, shade: UInt8)]
    var isCircle = false

    var bytes: Data {
        var data = Data([0x49, 0x49, 42, 0, 8, 0, 0, 0])
        for (index, page) in pages.enumerated() {
            let start = data.count
            let pixels = start + 2 + 9 * 12 + 4
            let end = pixels + page.width * page.height
            data.append(number(9, 2))
            let tags = [
                (256, page.width), (257, page.height), (258, 8), (259, 1), (262, 1), (273, pixels), (277, 1),
                (278, page.height), (279, page.width * page.height),
            ]
            for (tag, value) in tags { data.append(number(tag, 2) + number(4, 2) + number(1, 4) + number(value, 4)) }
            let isLast = index == pages.count - 1
            data.append(number(isLast ? (isCircle ? 8 : 0) : end, 4))
            data.append(Data(repeating: page.shade, count: page.width * page.height))
        }
        return data
    }

    private func number(_ value: Int, _ size: Int) -> Data {
        Data((0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    }
}
