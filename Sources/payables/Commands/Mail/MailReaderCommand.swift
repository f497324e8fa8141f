import ArgumentParser
import DKIM
import Foundation
import MIME
import Readers

/// `payables mail-reader`: the child process that takes one mail apart, shut in. Nobody types it.
struct MailReaderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail-reader", abstract: "Take a mail apart for a parent process, shut in.", shouldDisplay: false)

    @Flag(help: "Set by the program itself when it starts anew, shut in.") var confined = false

    func run() throws { throw ExitCode(MailChild(arguments: CommandLine.arguments).run()) }
}

/// `payables mail-verify`: the child process that checks a mail's signatures, shut in. Nobody types it.
struct MailVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail-verify", abstract: "Check signatures of a mail for a parent process, shut in.",
        shouldDisplay: false)

    @Flag(help: "Set by the program itself when it starts anew, shut in.") var confined = false

    func run() throws {
        let confinement = Confinement(arguments: CommandLine.arguments)
        let gap = confinement.begin()
        guard let output = Confinement.ownOutput() else { throw ExitCode(71) }
        _ = Confinement.shut(after: gap)
        throw ExitCode(DKIMChild.run(input: .standardInput, output: FileHandle(fileDescriptor: output)))
    }
}
