package import Foundation
package import Pipeline

/// How readers are started and kept.
package struct ReaderConfiguration: Sendable {
    /// A program that carries out ``ReaderProgram``.
    package var executable: String
    /// Without the program's name.
    package var arguments: [String]
    /// The reader's whole environment.
    package var environment: [String: String]
    /// Readers at work at the same time, 1 or more.
    package var jobs: Int
    package var settings: ReadSettings
    /// Files of the document types by their names: a reader cannot open them, and extracts by them.
    package var types: [String: Data]
    /// After so many a reader is replaced, so that what libraries leak does not add up.
    package var documentsPerReader = 500
    /// Resident bytes past which a reader is replaced before its next document.
    package var residentBytes = 1_000_000_000
    /// Seconds until a started reader must be ready: it loads fonts and language data.
    package var secondsToStart = 30.0

    /// - Parameter environment: The caller's; of it, readers see only what their libraries need to be found.
    package init(
        executable: String = "/proc/self/exe", arguments: [String] = ["reader"], jobs: Int, settings: ReadSettings,
        types: [String: Data] = [:], environment: [String: String] = [:]
    ) {
        self.executable = executable
        self.arguments = arguments
        self.jobs = max(1, jobs)
        self.settings = settings
        self.types = types
        self.environment = Self.reduced(environment)
    }

    /// `OMP_THREAD_LIMIT` must stand there when the process starts: tesseract is five times slower without it.
    private static func reduced(_ environment: [String: String]) -> [String: String] {
        var kept = environment.filter { ["TESSDATA_PREFIX", "LD_LIBRARY_PATH"].contains($0.key) }
        kept["OMP_THREAD_LIMIT"] = "1"
        kept["SWIFT_BACKTRACE"] = "enable=no"
        kept["LANG"] = "C.UTF-8"
        kept["LC_ALL"] = "C.UTF-8"
        return kept
    }
}
