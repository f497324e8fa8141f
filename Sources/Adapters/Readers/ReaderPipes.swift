import CSandbox
import Foundation
import Pipeline

/// The three pipes between parent and reader. The parent's ends never block.
final class ReaderPipes {
    enum Amount { case some, nothing, end }

    /// Read by the child as its standard input; written by the parent. -1 once it is closed.
    private(set) var input: Int32
    /// Read by the parent.
    let output: Int32
    private let errors: Int32
    private var errorsEnded = false
    /// Standard input, output and error of the child, until they are its own.
    private(set) var childs: [Int32]
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)

    init() throws(ReadFailure) {
        var opened: [Int32] = []
        for _ in 0..<3 {
            var ends: [Int32] = [0, 0]
            guard sandbox_pipe(&ends) == 0 else {
                opened.forEach { close($0) }
                throw ReadFailure(
                    .setup, "No pipe for a reader: \(FileSandbox.text(of: errno)). Allow more open files.")
            }
            opened += ends
        }
        childs = [opened[0], opened[3], opened[5]]
        (input, output, errors) = (opened[1], opened[2], opened[4])
        for descriptor in [input, output, errors] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    deinit {
        closeChildsEnds()
        closeInput()
        for descriptor in [output, errors] { close(descriptor) }
    }

    /// The child reads the end.
    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    func closeChildsEnds() {
        childs.forEach { close($0) }
        childs = []
    }

    /// Waits until something can be done, or the time is up.
    func wait(writing: Bool, for time: Duration) -> (input: Bool, output: Bool, errors: Bool) {
        var descriptors = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorsEnded ? -1 : errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: writing ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let milliseconds = min(time / .milliseconds(1) + 1, 3_600_000)
        guard poll(&descriptors, 3, Int32(milliseconds)) > 0 else { return (false, false, false) }
        return (descriptors[2].revents != 0, descriptors[0].revents != 0, descriptors[1].revents != 0)
    }

    func readOutput(_ take: (UnsafeRawBufferPointer) -> Void) -> Amount {
        read(output, take)
    }

    /// All that is there, so that a talkative library never blocks its reader.
    func readErrors(_ take: (UnsafeRawBufferPointer) -> Void) {
        guard !errorsEnded else { return }
        for _ in 0..<16 {
            switch read(errors, take) {
            case .some: continue
            case .nothing: return
            case .end:
                errorsEnded = true
                return
            }
        }
    }

    private func read(_ descriptor: Int32, _ take: (UnsafeRawBufferPointer) -> Void) -> Amount {
        chunk.withUnsafeMutableBytes { chunk in
            let count = Foundation.read(descriptor, chunk.baseAddress, chunk.count)
            if count < 0 { return errno == EAGAIN || errno == EINTR ? .nothing : .end }
            guard count > 0 else { return .end }
            take(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            return .some
        }
    }
}
