import ArgumentParser
import Storage

/// `payables db`: the database, and the private server used when none is given.
struct DatabaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Start, look at, migrate and stop the database.",
        discussion: """
            Without --database and PAYABLES_DATABASE_URL, a private PostgreSQL server in the data folder is used; nothing \
            has to be set up for it.
            """,
        subcommands: [Up.self, Status.self, Migrate.self, Stop.self])

    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the private server, where one is used, and migrate.",
            discussion: """
                Examples:
                  payables db up
                  payables db up --data /srv/payables

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @OptionGroup var options: DatabaseOptions

        func run() async throws { try await DatabaseCommand.migrate(options, startsCluster: true) }
    }

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the database to this program's schema.",
            discussion: """
                Forward only. Of two that run at once, one works and the other waits.

                Examples:
                  payables db migrate
                  payables db migrate --database postgresql://payables_owner@db.example/payables

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @OptionGroup var options: DatabaseOptions

        func run() async throws { try await DatabaseCommand.migrate(options, startsCluster: false) }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether the database answers and which migrations are missing.",
            discussion: """
                Changes nothing.

                Examples:
                  payables db status

                \(ExitStatus.help([.accepted, .fell, .usage, .setup]))
                """)
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            if options.serverURL == nil {
                switch await options.cluster.status() {
                case .absent: throw CommandFailure(.fell, "there is no database yet: payables db up makes one")
                case .stopped: throw CommandFailure(.fell, "the database is stopped: payables db up starts it")
                case .running(let process): Console.answer("private server: running, process \(process)")
                }
            }
            let connection = try await options.owner(startsCluster: false)
            let (applied, pending) = try await DatabaseOptions.told { try await Migrator().status(connection) }
            await connection.close()
            Console.answer("migrations applied: \(applied.count)")
            guard pending.isEmpty else {
                throw CommandFailure(.fell, "migrations missing: \(pending.count); payables db migrate applies them")
            }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the private server.",
            discussion: """
                Examples:
                  payables db stop

                \(ExitStatus.help([.accepted, .usage, .setup]))
                """)
        @OptionGroup var options: DatabaseOptions

        func run() async throws {
            guard options.serverURL == nil else {
                throw CommandFailure(.usage, "a server of your own is stopped by its own means")
            }
            try await DatabaseOptions.told { try await options.cluster.stop() }
        }
    }

    private static func migrate(_ options: DatabaseOptions, startsCluster: Bool) async throws {
        let connection = try await options.owner(startsCluster: startsCluster)
        let numbers = try await DatabaseOptions.told { try await Migrator().migrate(connection) }
        await connection.close()
        Console.answer(numbers.isEmpty ? "The database is up to date." : "Migrations applied: \(numbers.count).")
    }
}
