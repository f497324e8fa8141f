package import Invoicing

/// Days on which somebody is away, both ends included.
package struct Absence: Hashable, Sendable, Codable {
    /// `nil` = since ever.
    package var from: Day?
    /// `nil` = until further notice.
    package var until: Day?

    package init(from: Day? = nil, until: Day? = nil) {
        self.from = from
        self.until = until
    }

    package func contains(_ day: Day) -> Bool {
        from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
    }
}
