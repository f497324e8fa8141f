import ArgumentParser

/// `payables work`: carries cases without watching a folder, as one of several programs.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Carry cases that others begin, as one of several programs.",
        discussion: """
            Any number of these may share a database with payables serve; with a ledger in a database             (--ledger), for a ledger in a file belongs to one program. At least one must run the scheduler, which wakes cases             when their time has come or their program has died.

            Examples:
              payables work --master records --database postgresql://payables@db.example/payables
              payables work --only queue --jobs 4 --master records
              payables work --only scheduler

            \(ExitStatus.help([.accepted, .usage, .setup]))
            """)

    @Option(help: "Only these parts: queue,scheduler,notify. Default: all.") var only: String?
    @Flag(help: "Stop when every case has ended or waits.") var once = false
    @OptionGroup var service: ServiceOptions

    func run() async throws {
        let parts = try only.map { text in
            try Set(
                text.split(separator: ",").map { name throws in
                    guard let part = ServicePart(rawValue: String(name)) else {
                        let known = ServicePart.allCases.map(\.rawValue).joined(separator: ", ")
                        throw CommandFailure(.usage, "--only \(name) is no part; there are \(known).")
                    }
                    return part
                })
        }
        try await service.run(parts ?? Set(ServicePart.allCases), folder: nil, once: once)
    }
}
