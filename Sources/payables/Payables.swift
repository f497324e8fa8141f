import ArgumentParser

@main
struct Payables: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payables", abstract: "Reads, checks, matches and routes invoices.",
        subcommands: [Words.self])
}
