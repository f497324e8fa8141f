/// An element of an XML document with all below it: a value, so nothing of the parser outlives reading.
package struct XMLTree: Hashable, Sendable {
    /// Without prefix.
    package let name: String
    /// `nil` when the element is in none, or its prefix was never declared.
    package let namespace: String?
    /// By name as written, with prefix; without namespace declarations.
    package let attributes: [String: String]
    package var children: [XMLTree] = []
    /// The element's own text, as written, without that of its children.
    package var text = ""

    package init(name: String, namespace: String? = nil, attributes: [String: String] = [:]) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
    }
}

/// What a document may cost at most; far above any e-invoice, far below what hurts.
package struct XMLLimits: Hashable, Sendable {
    package var bytes = 20 << 20
    package var depth = 100
    package var elements = 200_000

    package init() {}
}
