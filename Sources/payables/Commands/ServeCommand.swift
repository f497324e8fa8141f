import ArgumentParser

/// `payables serve FOLDER`: a case in the database for every document of a folder.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Carry the documents of a folder as cases in the database.",
        discussion: """
            Every document of the folder becomes a case, once. Cases survive the end of the program at any moment and wait \
            for people: payables case approve answers them. Bookings stand in ledger.jsonl in the data folder, or in a \
            database that --ledger or PAYABLES_LEDGER_URL names; then several of these programs may share the cases. \
            Without --once, the folder is looked at every few seconds until Ctrl-C.

            Of cases that are carried at the same time, the first to be checked counts as the earlier one; with --jobs 1 \
            that is the order of names.

            Examples:
              payables serve invoices --master records
              payables serve invoices --master records --once
              payables serve invoices --master records --channels channels.json
              payables serve invoices --ledger postgresql://payables_booking@erp.example/ledger
              payables case list

            \(ExitStatus.help([.accepted, .usage, .noInput, .setup]))
            """)

    @Argument(help: "Folder of documents; sub-folders too.", completion: .directory) var folder: String
    @Flag(help: "Stop when every case has ended or waits.") var once = false
    @OptionGroup var service: ServiceOptions

    func run() async throws { try await service.run(Set(ServicePart.allCases), folder: folder, once: once) }
}
