import CPoppler

extension PDFSource {
    /// `"22.12.0"`
    package static var libraryVersion: String { poppler_get_version().map { String(cString: $0) } ?? "unknown" }
}
