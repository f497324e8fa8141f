/// A place in a JSON document (RFC 6901): `"/steps/3/on_failure"`; empty = the whole of it.
package struct JSONPointer: Hashable, Sendable, Comparable, CustomStringConvertible {
    package private(set) var tokens: [String] = []

    package init(_ tokens: String...) { self.tokens = tokens }

    package func appending(_ token: String) -> JSONPointer {
        var longer = self
        longer.tokens.append(token)
        return longer
    }

    package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

    package var description: String {
        tokens.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }

    /// In the order of the document, as far as it can be told without it: lists by number, names by letters.
    package static func < (left: Self, right: Self) -> Bool {
        for (one, other) in zip(left.tokens, right.tokens) where one != other {
            if let one = Int(one), let other = Int(other) { return one < other }
            return one < other
        }
        return left.tokens.count < right.tokens.count
    }
}

/// What is wrong at one place of a JSON document.
package struct JSONFault: Hashable, Sendable, CustomStringConvertible {
    package var pointer: JSONPointer
    /// What is wrong and what would be right, without the value itself: it may be a document's.
    package var message: String

    package init(_ pointer: JSONPointer, _ message: String) {
        self.pointer = pointer
        self.message = message
    }

    package var description: String {
        let place = pointer.description
        return "\(place.isEmpty ? "the whole" : place): \(message)"
    }
}
