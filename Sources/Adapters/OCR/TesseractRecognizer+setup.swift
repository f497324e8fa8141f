import CTesseract
import Foundation

extension TesseractRecognizer {
    /// `"5.3.0"`
    package static var libraryVersion: String { TessVersion().map { String(cString: $0) } ?? "unknown" }

    /// Languages whose data is installed, by name.
    /// - Parameter folder: Of `*.traineddata`; `nil` = tesseract's own place, or `TESSDATA_PREFIX`.
    package static func installedLanguages(in folder: String?) -> [String] {
        guard let api = TessBaseAPICreate() else { return [] }
        defer { TessBaseAPIDelete(api) }
        guard
            TessBaseAPIInit2(api, folder, "osd", OEM_LSTM_ONLY) == 0
                || TessBaseAPIInit2(api, folder, "eng", OEM_LSTM_ONLY) == 0,
            let list = TessBaseAPIGetAvailableLanguagesAsVector(api)
        else { return [] }
        defer { TessDeleteTextArray(list) }
        var names: [String] = []
        var index = 0
        while let name = list[index] {
            names.append(String(cString: name))
            index += 1
        }
        return names.sorted()
    }
}
