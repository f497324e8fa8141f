/// Until when an answer must be there.
struct Deadline: Sendable {
    /// Allowance for one page; begins anew with each page done.
    var page: Duration
    /// End of the whole.
    var end: ContinuousClock.Instant
    /// What is said when the page's allowance is used up.
    var pageStop = ProcessEnd.Stop.pageTime
}
