import Foundation
import Readers

/// A real reader, with its sandbox and its loop, over a route that does what the document's bytes say.
@main
enum FaultyReader {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.contains("--parent") { runParent() }
        if arguments.contains("--threads") { startThread() }
        let program = ReaderProgram(route: FaultyRoute(), arguments: arguments, languageData: nil)
        exit(arguments.contains("--probe") ? program.probe() : program.run())
    }

    private static func runParent() -> Never {
        let done = DispatchSemaphore(value: 0)
        Task {
            await ParentTrial.run()
            done.signal()
        }
        done.wait()
        exit(0)
    }

    /// As a program with Swift's concurrency has some before its first command.
    private static func startThread() {
        Thread { while true { sleep(1_000) } }.start()
    }
}
