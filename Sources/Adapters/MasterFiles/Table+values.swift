import Foundation
import Invoicing

/// Reading cells. What can't be read is a fault, and the value is left out.
extension Table {
    mutating func text(_ row: Row, _ column: String) -> String {
        if let text = row[column] { return text }
        fail(row, column, "it is empty; give a value")
        return ""
    }

    func list(_ row: Row, _ column: String) -> [String] {
        (row[column] ?? "").split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    mutating func decimal(_ row: Row, _ column: String) -> Decimal? {
        guard let text = row[column] else { return nil }
        if let value = Decimal(canonical: text) { return value }
        fail(row, column, "\(text) is not a number; write it with a point and without grouping: 1234.56")
        return nil
    }

    mutating func neededDecimal(_ row: Row, _ column: String) -> Decimal {
        if row[column] == nil { fail(row, column, "it is empty; give a number") }
        return decimal(row, column) ?? 0
    }

    mutating func amount(_ row: Row, _ column: String) -> Decimal? {
        guard let value = decimal(row, column) else { return nil }
        if value < 0 { fail(row, column, "\(value.canonical()) is below 0; give 0 or more") }
        return value
    }

    mutating func whole(_ row: Row, _ column: String) -> Int? {
        guard let text = row[column] else { return nil }
        if let value = Int(text), value >= 0 { return value }
        fail(row, column, "\(text) is not a whole number of 0 or more")
        return nil
    }

    mutating func day(_ row: Row, _ column: String) -> Day? {
        guard let text = row[column] else { return nil }
        if let day = Day(iso: text) { return day }
        fail(row, column, "\(text) is not a date; write it as 2026-01-31")
        return nil
    }

    mutating func currency(_ row: Row, _ column: String) -> Currency? {
        guard let text = row[column] else { return nil }
        if let currency = Currency(text) { return currency }
        fail(row, column, "\(text) is not a currency; write its ISO 4217 code: EUR")
        return nil
    }

    mutating func country(_ row: Row, _ column: String) -> String? {
        guard let text = row[column] else { return nil }
        if text.utf8.count == 2, text.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }) {
            return text.uppercased()
        }
        fail(row, column, "\(text) is not a country; write its two letters (ISO 3166-1): DE")
        return nil
    }

    /// - Parameter fallback: For an empty cell; `nil` = the cell must be filled.
    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ row: Row, _ column: String, or fallback: Value? = nil
    ) -> Value? where Value.RawValue == String {
        guard let text = row[column] else {
            if fallback == nil { fail(row, column, "it is empty; give one of \(Self.names(Value.self))") }
            return fallback
        }
        if let value = Value(rawValue: text.lowercased()) { return value }
        fail(row, column, "\(text) is not one of \(Self.names(Value.self))")
        return nil
    }

    /// Tells ids that stand twice.
    mutating func checkUnique(_ column: String) {
        var first: [String: Int] = [:]
        for row in rows {
            guard let id = row[column] else { continue }
            if let line = first[id] {
                fail(row, column, "\(id) stands in line \(line) too; every row needs its own")
            } else {
                first[id] = row.line
            }
        }
    }

    private static func names<Value: RawRepresentable & CaseIterable>(_ type: Value.Type) -> String
    where Value.RawValue == String {
        Value.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
