/// Groups what ends, or begins, at the same place of the page; each group in the order given.
/// - Parameters:
///   - tolerance: Points that a member may lie off the first one of its group.
///   - edge: The place in points.
func aligned<Item>(_ items: some Sequence<Item>, within tolerance: Double, by edge: (Item) -> Double) -> [[Item]] {
    var groups: [(edge: Double, items: [Item])] = []
    for item in items {
        let place = edge(item)
        if let group = groups.firstIndex(where: { abs($0.edge - place) < tolerance }) {
            groups[group].items.append(item)
        } else {
            groups.append((place, [item]))
        }
    }
    return groups.map(\.items)
}
