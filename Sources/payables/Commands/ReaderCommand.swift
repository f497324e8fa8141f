import ArgumentParser
import Extractors
import Foundation
import Pipeline
import Readers

/// `payables reader`: the child process that reads documents for ``ReaderPool``. Nobody types it.
struct ReaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reader", abstract: "Read documents for a parent process, shut in.", shouldDisplay: false)

    @Flag(help: "Shut itself in, print what is still possible, and leave.") var probe = false
    @Flag(help: "Set by the program itself when it starts anew, shut in.") var confined = false

    func run() throws {
        let languageData = ProcessInfo.processInfo.environment["TESSDATA_PREFIX"]
        let program = ReaderProgram(
            route: Self.route, arguments: CommandLine.arguments, languageData: languageData)
        throw ExitCode(probe ? program.probe() : program.run())
    }

    private static var route: ReadTextRoute {
        ReadTextRoute(glance: PageInk.dpi) { settings, types throws(ReadFailure) in
            do {
                return (Assembly.reading(settings), try Assembly.extraction(files: types))
            } catch {
                throw ReadFailure(.setup, "A document type is wrong: \(error)")
            }
        }
    }
}
