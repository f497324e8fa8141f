/// What happened in the open mailbox without our asking, since it was last told.
package struct MailboxNews: Hashable, Sendable {
    /// There are more messages than there were.
    package var hasArrivals = false
    /// Messages went away; which ones is told only to who speaks QRESYNC.
    package var hasRemovals = false
    /// Numbers of those that went away, as far as told; a server that names too many is not believed further.
    package var vanished = UIDRanges(ranges: [])
    /// Flags of messages were changed.
    package var hasFlagChanges = false

    package init() {}

    /// Whether a new look at the mailbox is worth while.
    package var isWorthALook: Bool { hasArrivals || hasRemovals }
}
