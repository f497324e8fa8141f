import CSandbox
import Pipeline

/// How a reader came to its end, and what that says about the document it had.
struct ProcessEnd: Hashable, Sendable {
    /// What the parent ended it for.
    enum Stop: Hashable, Sendable {
        case pageTime, documentTime, startTime, nonsense(String), cancelled, notNeeded
    }

    /// As `wait` gives it.
    var status: Int32
    /// Most bytes it ever had in memory, over what it had when it was ready.
    var peakGrowth = 0
    /// Whether `peakGrowth` is the reader's own: Linux hands the starter's peak on to what it starts, and a reader that
    /// stayed below that shows the starter's.
    var isPeakOwn = true
    /// Bytes of address space that its bound left it when it was ready.
    var memoryRoom = Int.max
    /// Last words of the libraries; they may quote the document, so they go to the log for debugging alone.
    var lastWords = ""
    /// `nil` when the parent did not end it.
    var stop: Stop?
    /// Whether the kernel ended some process for want of memory while this one ran.
    var kernelWasShortOfMemory = false

    var failure: ReadFailure {
        switch stop {
        case .pageTime: ReadFailure(.timeout, "A page took longer than allowed; the reader was stopped.")
        case .documentTime: ReadFailure(.timeout, "The document took longer than allowed; the reader was stopped.")
        case .startTime: ReadFailure(.timeout, "The reader did not become ready in time; is the machine overloaded?")
        case .nonsense(let what): ReadFailure(.protocolError, "The reader's answer made no sense (\(what)).")
        case .cancelled, .notNeeded: .stopped
        case nil: ownEnd
        }
    }

    private var ownEnd: ReadFailure {
        let signal = sandbox_end_signal(status)
        if signal == SIGXCPU { return ReadFailure(.timeout, "The document took more processor time than allowed.") }
        if ranOutOfMemory(signal) {
            return ReadFailure(.memory, "The document needs more memory than a reader may use.")
        }
        let how = signal == 0 ? "left with code \(sandbox_end_code(status))" : "was ended by signal \(signal)"
        return ReadFailure(.readerCrashed, "The reader \(how) while it had the document.")
    }

    /// A refused allocation ends in many ways: `abort`, a trap, a null pointer, an exit. The libraries' last words
    /// tell most, the size it had grown to the rest.
    private func ranOutOfMemory(_ signal: Int32) -> Bool {
        if signal == SIGKILL { return kernelWasShortOfMemory }
        let words = lastWords.lowercased()
        let telling = ["bad_alloc", "out of memory", "failed to allocate", "cannot allocate", "could not allocate"]
        return telling.contains { words.contains($0) } || (signal != 0 && isNearBound(signal))
    }

    /// A plain fault of addressing, or a trap of Swift's, says something about memory only where the bound left room worth
    /// the name.
    private func isNearBound(_ signal: Int32) -> Bool {
        let isPlainFault = [SIGSEGV, SIGILL, SIGTRAP].contains(signal)
        if isPlainFault, memoryRoom < Self.roomWorthTheName || !isPeakOwn { return false }
        return peakGrowth > memoryRoom / 10 * 7
    }

    /// Bytes; reading a page takes about as much anyway.
    private static let roomWorthTheName = 128_000_000
}
