/// A place at which a chain does not hold.
package struct AuditFault: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case blockMissing, blockChanged, blockReplaced, blockEmptied
        case eventChanged, eventMissing, eventInserted, eventsReordered, eventExchanged, eventBackdated
        case tailCut, headDiffers, otherOrganisation
    }

    package var kind: Kind
    package var block: Int?
    /// In the block, from 0.
    package var index: Int?
    /// Id of the event.
    package var event: Int?

    package init(_ kind: Kind, block: Int? = nil, index: Int? = nil, event: Int? = nil) {
        self.kind = kind
        self.block = block
        self.index = index
        self.event = event
    }

    package var description: String {
        switch kind {
        case .blockMissing: "\(place) is missing"
        case .blockChanged: "\(place) was changed: its contents do not give its digest, or it is out of its place"
        case .blockReplaced: "\(place) does not follow the block before it: one of the two was replaced"
        case .blockEmptied: "\(place) is missing, but events are still listed for it"
        case .eventChanged: "\(place) was changed after it was sealed"
        case .eventMissing: "\(place) was sealed and is missing"
        case .eventInserted: "\(place) was inserted: all events of its time had been sealed without it"
        case .eventsReordered: "\(place) is not where it was sealed: events were reordered"
        case .eventExchanged: "\(place): the events listed are not those that were sealed"
        case .eventBackdated: "\(place) tells a time long before it was sealed: its date was set back"
        case .tailCut: "the chain ends before \(place), whose digest was kept outside: its end was cut off"
        case .headDiffers: "\(place) is not the one whose digest was kept outside: the chain was written anew"
        case .otherOrganisation: "the head that was kept outside is another organisation's"
        }
    }

    private var place: String {
        let named = event.map { index == nil ? "event with id \($0)" : "(id \($0))" }
        let within = [index.map { "event \($0 &+ 1)" }, named].compactMap { $0 }.joined(separator: " ")
        let parts = [block.map { "block \($0)" } ?? "", within].filter { !$0.isEmpty }
        return parts.isEmpty ? "the chain" : parts.joined(separator: ", ")
    }
}
