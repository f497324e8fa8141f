/// Work that is done at certain times, as it is kept.
package struct Schedule: Hashable, Sendable, Codable {
    /// What happens at a time when an earlier run has not ended.
    package enum Overlap: String, Hashable, Sendable, Codable, CaseIterable {
        /// The time is left out.
        case skip
        /// One run waits for the end of the earlier one; further times are left out.
        case queueOne = "queue-one"
        /// Both run.
        case allow
    }

    /// What happens to times at which no program was running.
    package enum CatchUp: String, Hashable, Sendable, Codable, CaseIterable {
        case none
        /// One run for all of them.
        case last
        /// The latest ones, up to ``Schedule/most``, one after the other unless runs may overlap.
        case all
    }

    package enum Rhythm: Hashable, Sendable, Codable {
        /// - Parameter zone: IANA name.
        case cron(String, zone: String)
        /// Seconds, counted from a moment.
        case every(Int, from: Moment)
    }

    /// Small letters, digits and `-`; once per organisation.
    package var name: String
    package var rhythm: Rhythm
    /// Times on its days without work are left out; `nil` = every day is one.
    package var calendar: BusinessCalendar?
    /// `publish-event`, or the name of a hook of the program.
    package var action: String
    /// JSON; what it means is the action's.
    package var argument: String
    package var overlap: Overlap
    package var catchUp: CatchUp
    /// Missed times that are caught up at most, 1...1000.
    package var most: Int

    package init(
        name: String, rhythm: Rhythm, calendar: BusinessCalendar? = nil, action: String, argument: String = "null",
        overlap: Overlap = .skip, catchUp: CatchUp = .last, most: Int = 10
    ) {
        self.name = name
        self.rhythm = rhythm
        self.calendar = calendar
        self.action = action
        self.argument = argument
        self.overlap = overlap
        self.catchUp = catchUp
        self.most = most
    }

    package static let publishEvent = "publish-event"

    /// - Throws: ``CronError`` for everything that can be wrong with the times.
    package func times() throws(CronError) -> ScheduleTimes {
        switch rhythm {
        case .cron(let text, let zone):
            guard let clock = WallClock(zone) else {
                throw CronError(
                    field: "", problem: "time zone \"\(zone)\" is not known: give an IANA name as Europe/Berlin")
            }
            return ScheduleTimes(.cron(try CronSchedule(text, clock: clock)), calendar)
        case .every(let seconds, let start):
            guard (1...31_622_400).contains(seconds) else {
                throw CronError(
                    field: "", problem: "a schedule comes every 1 second to every 366 days, not every \(seconds) s")
            }
            return ScheduleTimes(.every(Int64(seconds) * WallClock.second, start.microseconds), calendar)
        }
    }
}
