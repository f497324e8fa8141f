import ArgumentParser
import Foundation
import Orchestrator
import Storage

/// `payables schedule`: work at certain times, which payables serve does.
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Do something at certain times, while payables serve runs.",
        discussion: """
            Of all programs that serve an organisation, one runs each time, once.

            Examples:
              payables schedule add month-end --cron "0 6 L * *" --zone Europe/Berlin --publish month-end
              payables schedule add morning --cron "0 7 * * *" --zone Europe/Berlin --calendar DE-BY --publish morning
              payables schedule add pulse --every 15m --publish pulse --catch-up none
              payables schedule list
              payables schedule runs morning
            """,
        subcommands: [Add.self, List.self, Pause.self, Resume.self, Remove.self, Runs.self])

    static let exitCodes = ExitStatus.help([.accepted, .usage, .noInput, .setup])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the organisation's schedules.", discussion: ScheduleCommand.exitCodes)
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await ScheduleCommand.with(office) { schedules, _ in
                for kept in try await schedules.list() { Console.answer(ScheduleCommand.line(kept)) }
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold a schedule: its times are left out until it is resumed.",
            discussion: ScheduleCommand.exitCodes)
        @Argument(help: "Name of the schedule.") var name: String
        @OptionGroup var office: OfficeOptions
        func run() async throws { try await ScheduleCommand.hold(name, true, office) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a held schedule go on with its next time.", discussion: ScheduleCommand.exitCodes)
        @Argument(help: "Name of the schedule.") var name: String
        @OptionGroup var office: OfficeOptions
        func run() async throws { try await ScheduleCommand.hold(name, false, office) }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a schedule, and the list of its runs.", discussion: ScheduleCommand.exitCodes)
        @Argument(help: "Name of the schedule.") var name: String
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await ScheduleCommand.with(office) { schedules, _ in
                guard try await schedules.remove(name) else { throw ScheduleCommand.unknown(name) }
                Console.answer("\(name): removed")
            }
        }
    }

    struct Runs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List what became of planned times, latest first.",
            discussion: """
                due: waits for payables serve; running; done; failed, with the reason; skipped: an earlier run had not \
                ended; missed: nothing was running, and it is not caught up.

                \(ScheduleCommand.exitCodes)
                """)
        @Argument(help: "Name of the schedule; all without it.") var name: String?
        @Option(help: "So many at most.") var most = 20
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            try await ScheduleCommand.with(office) { schedules, _ in
                if let name, try await schedules.list(name).isEmpty { throw ScheduleCommand.unknown(name) }
                for run in try await schedules.runs(name, most: max(1, most)) {
                    let note = run.note.isEmpty ? "" : ": \(run.note)"
                    Console.answer("\(run.planned.iso)  \(run.schedule)  \(run.status.rawValue)\(note)")
                }
            }
        }
    }

    static func with(
        _ office: OfficeOptions, _ body: @escaping @Sendable (PostgresSchedules, Moment) async throws -> Void
    ) async throws {
        try await office.with(connections: 1) { open in
            try await DatabaseOptions.told {
                try await body(
                    PostgresSchedules(open.pool, organisation: open.directory.organisation), SystemClock().now)
            }
        }
    }

    static func line(_ kept: KeptSchedule) -> String {
        let times =
            switch kept.schedule.rhythm {
            case .cron(let text, let zone): "\"\(text)\" in \(zone)"
            case .every(let seconds, _): "every \(seconds) s"
            }
        let next = kept.isPaused ? "paused" : kept.next.map { "next \($0.iso)" } ?? "no time comes any more"
        let calendar = kept.schedule.calendar == nil ? "" : " on days with work"
        return "\(kept.schedule.name)  \(times)\(calendar)  \(kept.schedule.action) \(kept.schedule.argument)  \(next)"
    }

    static func unknown(_ name: String) -> CommandFailure {
        CommandFailure(.usage, "There is no schedule \(name); payables schedule list names them.")
    }

    private static func hold(_ name: String, _ isPaused: Bool, _ office: OfficeOptions) async throws {
        try await with(office) { schedules, now in
            guard try await schedules.hold(name, isPaused, now: now), let kept = try await schedules.list(name).first
            else { throw unknown(name) }
            Console.answer(line(kept))
        }
    }
}
