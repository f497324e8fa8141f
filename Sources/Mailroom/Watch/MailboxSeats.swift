/// The mailboxes that a program has, so that it can let go of some.
actor MailboxSeats {
    private var seats: [MailboxSeat] = []

    var count: Int { seats.count }

    func take(_ name: MailboxName) -> MailboxSeat {
        let seat = MailboxSeat(name)
        seats.append(seat)
        return seat
    }

    func free(_ seat: MailboxSeat) { seats.removeAll { $0 === seat } }

    /// Asks the latest ones to leave when there are more than the program's part.
    func leave(all share: Int) {
        for seat in seats.dropFirst(max(0, share)) { seat.leave() }
    }
}

/// A mailbox in this program's hands.
final class MailboxSeat: Sendable {
    let name: MailboxName
    private let flag = LockedFlag()

    init(_ name: MailboxName) { self.name = name }

    var isToLeave: Bool { flag.isSet }
    func leave() { flag.set() }
}
