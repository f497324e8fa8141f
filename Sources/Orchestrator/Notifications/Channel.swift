/// A way to people or to their programs: mail, a webhook, a folder.
package protocol Channel: Sendable {
    /// Whether the other side takes each id once, so that sending again after a lost answer is harmless.
    var takesIDsOnce: Bool { get }

    /// Returns when the other side has taken the letter.
    /// - Parameters:
    ///   - address: Of the recipient in this channel; empty where the channel leads to one place.
    ///   - deadline: By then there is an answer or a failure.
    func send(_ letter: Letter, to address: String, by deadline: ContinuousClock.Instant) async throws(ChannelFailure)
}

/// Why a letter did not leave, or may not have.
package enum ChannelFailure: Error, Hashable, Sendable {
    /// Judged by the table of failures.
    case failed(Classification)
    /// This channel will never take this letter as things are; in words, without anything of the letter.
    case refused(because: String)
    /// The program is stopping; nothing was sent.
    case interrupted
}
