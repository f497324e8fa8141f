import Foundation
import Orchestrator
import Reports

/// How far a batch is, in words: one line that a terminal overwrites, or a line now and then in a log.
struct ProgressLine: Sendable {
    /// Documents to handle in this run; those a resumed run finds done are not counted.
    var total: Int
    private(set) var done = 0
    private(set) var counts: [Outcome: Int] = [:]
    /// Ends of the last documents in seconds since the start, oldest first: the rate follows what is slow now.
    private var ends: [Double] = []
    private static let window = 200

    init(total: Int) { self.total = total }

    /// - Parameters:
    ///   - outcomes: Of the documents in one file.
    ///   - seconds: Since the start of the run.
    mutating func finished(_ outcomes: [Outcome], at seconds: Double) {
        done += 1
        for outcome in outcomes { counts[outcome, default: 0] += 1 }
        ends.append(seconds)
        if ends.count > Self.window { ends.removeFirst(ends.count - Self.window) }
    }

    /// Documents a second over the last of them; `nil` before it can be told.
    func rate(at seconds: Double) -> Double? {
        let start = ends.count < Self.window ? 0 : (ends.first ?? 0)
        guard !ends.isEmpty, seconds - start > 0.2 else { return nil }
        return Double(ends.count) / (seconds - start)
    }

    /// `[######------] 120/500  24% 11.3/s 34 s left  96 accepted, 24 to review`
    func bar(at seconds: Double, width: Int) -> String {
        let share = total > 0 ? Double(done) / Double(total) : 1
        let columns = min(30, max(10, width / 4))
        let full = Int(share * Double(columns))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: columns - full)
        return TextWidth.fitted("\(bar) \(done)/\(total) \(Int(share * 100))%\(pace(at: seconds))\(tally)", to: width)
    }

    /// The same without a bar.
    func line(at seconds: Double) -> String { "\(done) of \(total) documents\(pace(at: seconds))\(tally)" }

    private func pace(at seconds: Double) -> String {
        guard let rate = rate(at: seconds) else { return "" }
        let shown = rate >= 10 ? String(Int(rate)) : String(format: "%.1f", rate)
        let left = done < total ? ", \(Self.span(Double(total - done) / rate)) left" : ""
        return ", \(shown)/s\(left)"
    }

    private var tally: String {
        let words: [(Outcome, String)] = [
            (.accepted, "accepted"), (.review, "to review"), (.rejected, "rejected"), (.failed, "failed"),
        ]
        let parts = words.compactMap { outcome, word in counts[outcome].map { "\($0) \(word)" } }
        return parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
    }

    /// `8 s`, `3 min 20 s`, `2 h 5 min`.
    static func span(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e7 else { return "?" }
        let whole = Int(seconds.rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
