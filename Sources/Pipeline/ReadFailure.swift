/// Why a document, or a page of it, could not be read.
package struct ReadFailure: Error, Hashable, Sendable, Codable {
    /// The closed set of reasons; the raw value stands in results.
    package enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        // The document is at fault: the same bytes will fail again.
        case empty, unsupported, encrypted, damaged
        case tooLarge = "too-large"
        case tooManyPages = "too-many-pages"
        case pageTooLarge = "page-too-large"
        case tooMuchText = "too-much-text"
        case xmlRefused = "xml-refused"
        // The reader was lost; the document is kept and the batch goes on.
        case readerCrashed = "reader-crashed"
        case timeout, memory
        case protocolError = "protocol"
        // This installation is at fault.
        case setup
    }

    package var reason: Reason
    /// What is wrong, where, and what to do; a sentence for people.
    package var message: String

    package init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// Whether the document itself was refused (`rejected`), rather than its reading having gone wrong (`failed`).
    package var isRefusal: Bool {
        switch reason {
        case .empty, .unsupported, .encrypted, .tooLarge, .tooManyPages, .pageTooLarge, .tooMuchText, .xmlRefused: true
        case .damaged, .readerCrashed, .timeout, .memory, .protocolError, .setup: false
        }
    }
}
