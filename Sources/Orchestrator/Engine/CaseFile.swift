package import Foundation
package import Invoicing
package import Pipeline
import Validation

/// One case: a document on its way through a workflow.
package struct CaseID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package var description: String { rawValue }

    /// Of a document behind the first one in its file.
    /// - Parameter part: Counted from 1; the first has the id of the file.
    init(name: String, part: Int, sha256: String, digest: (Data) -> String) {
        self.init(name: part == 1 ? name : "\(name)#\(part)", sha256: sha256, digest: digest)
    }

    /// The same document under the same name is the same case in every run (RFC 9562, UUID version 8).
    /// - Parameter digest: SHA-256 in lower-case hex.
    package init(name: String, sha256: String, digest: (Data) -> String) {
        var hex = Array(digest(Data("payables case\u{0}\(name)\u{0}\(sha256)".utf8)).prefix(32))
        hex += Array(repeating: "0", count: max(0, 32 - hex.count))
        hex[12] = "8"
        hex[16] = "8"
        let groups = [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]]
        rawValue = groups.map { String($0) }.joined(separator: "-")
    }
}

/// All that is known about a case: what agents are given, and what their outputs are written into. As JSON it is
/// an agent's input.
package struct CaseFile: Hashable, Sendable, Codable {
    package var id: CaseID
    /// Path below the batch's folder.
    package var name: String
    /// Of the bytes, lower-case hex.
    package var sha256: String
    package var size: Int
    /// Who sent the document, by id, name or mail address; `nil` = not known.
    package var submitter: String?
    package var reading: ReadAgent.Output?
    /// What the workflow's own steps noticed, beside the findings of validation.
    package var findings: [Finding]
    /// The lowest confidence of the fields that decide the payment; `nil` before validation.
    package var confidence: Double?
    package var isDuplicate: Bool
    package var match: Matcher.Match?
    package var approval: ApprovalDecision?
    /// What people have agreed to; `nil` where nobody was asked, or has answered yet.
    package var consent: Consent?
    package var posting: Posting?
    /// What agents of the agents folder gave, by their names.
    package var outputs: [String: JSONValue]

    package init(id: CaseID, name: String, sha256: String, size: Int) {
        self.id = id
        self.name = name
        self.sha256 = sha256
        self.size = size
        findings = []
        isDuplicate = false
        outputs = [:]
    }

    /// The case of another document in a file that was read already.
    init(_ reading: ReadAgent.Output, behind first: CaseFile, id: CaseID) {
        self.init(id: id, name: first.name, sha256: first.sha256, size: first.size)
        self.reading = reading
    }

    /// What a person has set right.
    package struct Override: Hashable, Sendable, Codable {
        /// Canonical text by field.
        package var values: [String: String]
        package var by: String
    }

    /// Sets values right and checks the document again.
    mutating func correct(_ override: Override, check: (Draft) -> Checked) {
        guard var draft = checked?.draft else { return }
        for (name, value) in override.values {
            let name = FieldName(rawValue: name)
            var evidence = draft.fields[name]?.evidence ?? Evidence(source: .computed)
            evidence.source = .computed
            evidence.reason = "set by \(override.by)"
            draft.fields[name] = Field(value, confidence: 1, evidence: evidence)
        }
        reading?.end = .checked(check(draft))
    }

    /// Which of several documents in its file; `nil` where the file is one, or was not read.
    package var part: FilePart? { reading?.part }

    /// The document's name for people and lists: two documents of one file differ in it.
    package var label: String { part.map { "\(name)#\($0.number)" } ?? name }

    /// `nil` when the document was not read.
    package var checked: Checked? {
        if case .checked(let checked) = reading?.end { return checked }
        return nil
    }

    package var failure: ReadFailure? {
        if case .failed(let failure) = reading?.end { return failure }
        return nil
    }

    package var allFindings: [Finding] { ((checked?.findings ?? []) + findings).gravestFirst }
}

/// What conditions of a workflow may ask for.
package enum CaseFact: String, Hashable, Sendable, CaseIterable {
    case readable, invoice, duplicate, approved
    case needsPerson = "needs-person"

    /// What it is told from.
    var part: CasePart {
        switch self {
        case .readable, .invoice: .reading
        case .duplicate: .duplicates
        case .approved, .needsPerson: .approval
        }
    }

    func holds(for file: CaseFile) -> Bool {
        switch self {
        case .readable: file.checked != nil
        case .invoice: file.checked?.draft.isPayable ?? false
        case .duplicate: file.isDuplicate
        case .approved: file.approval?.automatic ?? false || file.consent != nil
        case .needsPerson: file.approval.map { !$0.automatic } ?? false
        }
    }
}
