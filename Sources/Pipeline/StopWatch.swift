/// Seconds from lap to lap.
struct StopWatch {
    private var last = ContinuousClock.now

    mutating func lap() -> Double {
        let now = ContinuousClock.now
        let passed = (now - last).components
        last = now
        return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }
}
