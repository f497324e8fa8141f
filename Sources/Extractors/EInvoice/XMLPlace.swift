/// An element together with the way to it, which becomes a value's evidence.
struct XMLPlace {
    let tree: XMLTree
    /// `Invoice/InvoiceLine[2]/Item/Name`: local names, counted from 1 where an element repeats.
    let path: String
    /// Older name of an element by its present one, where a format renamed it; both are found by the present name.
    let older: [String: String]

    init(_ tree: XMLTree, older: [String: String] = [:]) {
        self.init(tree: tree, path: tree.name, older: older)
    }

    private init(tree: XMLTree, path: String, older: [String: String]) {
        self.tree = tree
        self.path = path
        self.older = older
    }

    /// The text with white space at both ends taken off and runs of it made one space.
    var text: String { tree.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    /// The text with its lines kept, for notes.
    var lines: String {
        tree.text.split(whereSeparator: \.isNewline)
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// `nil` when the attribute is missing or blank.
    func attribute(_ name: String) -> String? {
        guard let value = tree.attributes[name] else { return nil }
        let trimmed = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The first element on this way down.
    func first(_ names: String...) -> XMLPlace? { find(names[...]) { _ in true } }

    /// The first element on this way down that holds text.
    func value(_ names: String...) -> XMLPlace? { find(names[...]) { $0.text.contains { !$0.isWhitespace } } }

    /// All elements on this way down, in document order.
    func all(_ names: String...) -> [XMLPlace] {
        names.reduce([self]) { places, name in places.flatMap { $0.children(name) } }
    }

    private func children(_ name: String) -> [XMLPlace] {
        let other = older[name]
        let found = tree.children.filter { $0.name == name || $0.name == other }
        return found.enumerated().map { index, child in below(child, number: found.count > 1 ? index + 1 : nil) }
    }

    private func find(_ names: ArraySlice<String>, _ isWanted: (XMLTree) -> Bool) -> XMLPlace? {
        guard let name = names.first else { return isWanted(tree) ? self : nil }
        let other = older[name]
        var number = 0
        for child in tree.children where child.name == name || child.name == other {
            number += 1
            let place = below(child, number: number > 1 ? number : nil)
            if let found = place.find(names.dropFirst(), isWanted) { return found }
        }
        return nil
    }

    private func below(_ child: XMLTree, number: Int?) -> XMLPlace {
        let suffix = number.map { "[\($0)]" } ?? ""
        return XMLPlace(tree: child, path: path + "/" + child.name + suffix, older: older)
    }
}
