import CTesseract
import Invoicing
package import Pipeline
import Synchronization

/// Reads print with Tesseract. Engines are made at the first picture and kept, one for each set of languages.
///
/// One picture at a time: Tesseract's engines are not thread-safe, and recognition runs in several processes anyway.
package final class TesseractRecognizer: TextRecognizer {
    private let engines = Mutex<[[String]: TesseractEngine]>([:])

    package init() {}

    /// - Throws: `.setup` when a language's data is missing, `.pageTooLarge` or `.memory` for pictures past the caps.
    package func recognize(_ raster: Raster, settings: ReadSettings) throws(ReadFailure) -> Recognition {
        try checkSize(raster, settings.limits)
        guard let picture = Picture(raster) else {
            throw ReadFailure(.memory, "not enough memory to prepare the picture for recognition")
        }
        let result = engines.withLock { engines -> Result<Recognition, ReadFailure> in
            do throws(ReadFailure) {
                let engine = try TesseractRecognizer.engine(settings.languages, among: &engines)
                return .success(
                    try PictureReading(engine: engine, limits: settings.limits).read(picture, dpi: raster.dpi))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func engine(_ languages: [String], among engines: inout [[String]: TesseractEngine])
        throws(ReadFailure) -> TesseractEngine
    {
        if let known = engines[languages] { return known }
        // Each costs about 100 MB; who asks for a third set of languages starts over.
        if engines.count > 1 { engines = [:] }
        let made = try TesseractEngine(languages: languages)
        engines[languages] = made
        return made
    }

    private func checkSize(_ raster: Raster, _ limits: ReadLimits) throws(ReadFailure) {
        let pixels = raster.width.multipliedReportingOverflow(by: raster.height)
        guard raster.width > 0, raster.height > 0, !pixels.overflow, pixels.partialValue == raster.pixels.count else {
            throw ReadFailure(.damaged, "the picture is empty, or its size is not that of its pixels")
        }
        guard pixels.partialValue <= limits.pixels, max(raster.width, raster.height) <= 32_000 else {
            throw ReadFailure(
                .pageTooLarge, "the picture has \(raster.width) x \(raster.height) pixels, too many for recognition")
        }
    }
}
