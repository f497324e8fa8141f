import Foundation
import SwiftCSV

/// A fault or a remark about a master file, with its place.
package struct MasterFault: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Counted from 1, the header included; `nil` = the file as a whole.
    package var line: Int?
    package var column: String?
    /// What is wrong and what to do.
    package var message: String

    package var description: String {
        let place = [file, line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap { $0 }
        return place.joined(separator: ", ") + ": " + message
    }
}

/// One CSV file: rows by column name, with line numbers; collects what is wrong with it.
struct Table {
    struct Row {
        let line: Int
        fileprivate let values: [String: String]
        /// `nil` when the column is missing or the cell empty.
        subscript(column: String) -> String? { values[column].flatMap { $0.isEmpty ? nil : $0 } }
    }

    let file: String
    private(set) var rows: [Row] = []
    private(set) var faults: [MasterFault] = []
    private(set) var warnings: [MasterFault] = []
    private var header: [String] = []

    /// - Parameter required: Columns without which the file means nothing; `optional` may be left out.
    init(_ bytes: Data, file: String, required: [String], optional: [String]) {
        self.file = file
        guard var text = String(data: bytes, encoding: .utf8) else {
            faults.append(fault(nil, nil, "it is not UTF-8; save it as \"CSV UTF-8\""))
            return
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        // SwiftCSV drops an empty last cell of a file that does not end in a line break.
        if text.last?.isNewline == false { text += "\n" }
        let cells = parse(text)
        guard let first = cells.first else {
            if faults.isEmpty { faults.append(fault(nil, nil, "it is empty; the first line must name the columns")) }
            return
        }
        header = first.cells.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        checkHeader(required: required, optional: optional)
        guard faults.isEmpty else { return }
        for (line, cells) in cells.dropFirst() { add(cells, line: line) }
    }

    mutating func fail(_ row: Row, _ column: String?, _ message: String) {
        faults.append(fault(row.line, column, message))
    }

    mutating func warn(_ row: Row, _ column: String?, _ message: String) {
        warnings.append(fault(row.line, column, message))
    }

    private mutating func parse(_ text: String) -> [(line: Int, cells: [String])] {
        let firstLine = text.prefix { !$0.isNewline }
        let delimiter = Self.delimiter(of: firstLine)
        var result: [(line: Int, cells: [String])] = []
        var line = 1
        do {
            let csv = try CSV<Enumerated>(
                string: text, delimiter: .character(delimiter), loadColumns: false, rowLimit: 0)
            // Not `rows`: those are filled up, so that a short one could not be told.
            try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { cells in
                let isBlank = cells.allSatisfy { $0.trimmingCharacters(in: .whitespaces).isEmpty }
                if !isBlank { result.append((line, cells)) }
                line += 1 + cells.reduce(0) { $0 + $1.count(where: \.isNewline) }
            }
        } catch {
            let place = Self.brokenQuote(in: text, delimiter: delimiter)
            faults.append(fault(place, nil, "a quotation mark stands where none may; double it (\"\") inside quotes"))
            return []
        }
        if let open = Self.openQuote(in: text) {
            faults.append(fault(open, nil, "a quotation mark is opened here and never closed"))
            return []
        }
        return result
    }

    private mutating func checkHeader(required: [String], optional: [String]) {
        let known = Set(required + optional)
        for name in required where !header.contains(name) {
            faults.append(fault(1, name, "the column is missing; the file needs \(required.joined(separator: ", "))"))
        }
        for (index, name) in header.enumerated() {
            if header[..<index].contains(name), !name.isEmpty {
                faults.append(fault(1, name, "the column stands twice; remove one"))
            } else if !known.contains(name) {
                warnings.append(fault(1, name, "the column is not known and is left out"))
            }
        }
    }

    private mutating func add(_ cells: [String], line: Int) {
        if cells.count > header.count, cells[header.count...].contains(where: { !$0.isEmpty }) {
            faults.append(
                fault(
                    line, nil,
                    "\(cells.count) cells for \(header.count) columns; put cells that hold a separator in quotes"))
            return
        }
        if cells.count < header.count {
            faults.append(
                fault(line, nil, "\(cells.count) cells for \(header.count) columns; add the missing separators"))
            return
        }
        let trimmed = cells.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        rows.append(Row(line: line, values: Dictionary(zip(header, trimmed)) { first, _ in first }))
    }

    private func fault(_ line: Int?, _ column: String?, _ message: String) -> MasterFault {
        MasterFault(file: file, line: line, column: column, message: message)
    }

    /// The header tells: whatever of tab, semicolon and comma it holds most of.
    private static func delimiter(of header: Substring) -> Character {
        let counts: [(Character, Int)] = [",", ";", "\t"].map { mark in (mark, header.count { $0 == mark }) }
        return counts.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil } ?? ","
    }

    /// Line of a quotation mark that is never closed.
    private static func openQuote(in text: String) -> Int? {
        var line = 1
        var opened: Int?
        for character in text {
            if character == "\"" { opened = opened == nil ? line : nil }
            if character.isNewline { line += 1 }
        }
        return opened
    }

    /// Line in which a quote ends and something other than a separator follows.
    private static func brokenQuote(in text: String, delimiter: Character) -> Int? {
        var line = 1
        var isQuoted = false
        var previous: Character?
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character.isNewline { line += 1 }
            if character == "\"" {
                if isQuoted, index + 1 < characters.count, characters[index + 1] != delimiter,
                    characters[index + 1] != "\"", !characters[index + 1].isWhitespace, previous != "\""
                {
                    return line
                }
                if !isQuoted, let previous, previous != delimiter, !previous.isNewline, previous != "\"" { return line }
                isQuoted.toggle()
            }
            previous = character
        }
        return nil
    }
}
