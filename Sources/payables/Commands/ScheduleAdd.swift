import ArgumentParser
import Foundation
import Orchestrator
import Storage

extension ScheduleCommand {
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a schedule.",
            discussion: """
                A time is written as for cron: minute, hour, day of the month, month, day of the week; L is the last day of a \
                month. With --calendar, times on its holidays and other days without work are left out: name public holidays \
                (DE, DE-BY, AT, FR, US, TARGET …), or a JSON file of a business calendar.

                Examples:
                  payables schedule add month-end --cron "0 6 L * *" --zone Europe/Berlin --publish month-end
                  payables schedule add pulse --every 15m --publish pulse --overlap allow --catch-up none

                \(ScheduleCommand.exitCodes)
                """)

        @Argument(help: "Name: small letters, digits and -.") var name: String
        @Option(help: "Times, as \"0 7 * * mon-fri\".") var cron: String?
        @Option(help: "Time zone of --cron: an IANA name.") var zone = "UTC"
        @Option(help: "Instead of --cron: 30s, 15m, 2h, 1d.") var every: String?
        @Option(help: "Public holidays, or a JSON file of a business calendar.") var calendar: String?
        @Option(help: "Publish this event: cases that wait for it go on.") var publish: String?
        @Option(help: "Instead of --publish: an action of the program.") var action: String?
        @Option(help: "What the action is told, as JSON.") var argument = "null"
        @Option(help: "When an earlier run has not ended: skip, queue-one or allow.") var overlap = "skip"
        @Option(help: "Times at which nothing was running: none, last or all.") var catchUp = "last"
        @Option(help: "With --catch-up all: so many at most, 1 to 1000.") var most = 10
        @OptionGroup var office: OfficeOptions

        func run() async throws {
            let schedule = try schedule(SystemClock().now)
            try await ScheduleCommand.with(office) { schedules, now in
                guard try await schedules.add(schedule, now: now), let kept = try await schedules.list(name).first
                else {
                    throw CommandFailure(
                        .usage, "There is a schedule \(name) already; remove it first: payables schedule remove \(name)"
                    )
                }
                Console.answer(ScheduleCommand.line(kept))
            }
        }

        /// - Throws: ``CommandFailure`` that names the option.
        private func schedule(_ now: Moment) throws -> Schedule {
            guard name.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,62}/) != nil else {
                throw CommandFailure(.usage, "\(name) is no name: small letters, digits and - only, 63 at most")
            }
            guard (publish == nil) != (action == nil) else {
                throw CommandFailure(.usage, "Give one of --publish and --action")
            }
            if let action, !ServiceOptions.actions.contains(action) {
                let known = ServiceOptions.actions.sorted().joined(separator: ", ")
                throw CommandFailure(
                    .usage, "--action \(action): this program has no such action (\(known)); or use --publish")
            }
            guard (try? JSONDecoder().decode(JSONValue.self, from: Data(argument.utf8))) != nil else {
                throw CommandFailure(.usage, "--argument is no JSON: a text needs quotes, as '\"\(argument)\"'")
            }
            guard (1...1000).contains(most) else { throw CommandFailure(.usage, "--most is 1 to 1000, not \(most)") }
            let schedule = Schedule(
                name: name, rhythm: try rhythm(now), calendar: try calendar.map(Self.calendar),
                action: action ?? Schedule.publishEvent,
                argument: try publish.map { try JSONText.text($0) } ?? argument,
                overlap: try Self.choice(overlap, "--overlap"), catchUp: try Self.choice(catchUp, "--catch-up"),
                most: most)
            do { _ = try schedule.times() } catch {
                throw CommandFailure(.usage, "\(cron == nil ? "--every" : "--cron"): \(error)")
            }
            return schedule
        }

        private func rhythm(_ now: Moment) throws -> Schedule.Rhythm {
            switch (cron, every) {
            case (let cron?, nil): return .cron(cron, zone: zone)
            case (nil, let every?):
                let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
                guard let unit = every.last.flatMap({ units[$0] }), let count = Int(every.dropLast()), count > 0,
                    count <= 31_622_400
                else { throw CommandFailure(.usage, "--every \(every): give a number and s, m, h or d, as 15m") }
                return .every(count * unit, from: now)
            default: throw CommandFailure(.usage, "Give one of --cron and --every")
            }
        }

        private static func calendar(_ text: String) throws -> BusinessCalendar {
            do {
                if text.hasSuffix(".json") {
                    guard let json = FileManager.default.contents(atPath: text) else {
                        throw CommandFailure(.noInput, "--calendar: the file \(text) cannot be read")
                    }
                    return try BusinessCalendar(json: json)
                }
                return try BusinessCalendar(holidays: text)
            } catch let error as CalendarError { throw CommandFailure(.usage, "--calendar: \(error)") }
        }

        private static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String, _ option: String)
            throws
            -> Choice
        {
            guard let choice = Choice(rawValue: text) else {
                let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(.usage, "\(option) is one of \(known), not \(text)")
            }
            return choice
        }
    }
}
