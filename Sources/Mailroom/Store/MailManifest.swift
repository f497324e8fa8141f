import Correspondence
package import Foundation
package import Orchestrator

/// What a case was begun with: its mail, each of the mail's parts with its sum and what became of it, who sent it, and the
/// cases. Canonical JSON: equal manifests are equal bytes. All that the store keeps of the mail can be made from it again.
package struct MailManifest: Hashable, Sendable {
    package static let schema = "mail-manifest/1"

    /// The case that it is of; one of the outcome's.
    package var caseID: CaseID
    package var kept: KeptMail

    /// - Returns: `nil` for a case that the mail neither began nor answered.
    package init?(of id: CaseID, _ kept: KeptMail) {
        guard kept.outcome.cases.contains(id) else { return nil }
        caseID = id
        self.kept = kept
    }

    /// Ends with a line break.
    package func bytes() throws -> Data { try JSONText.line(MailManifestRecord(self)) + Data("\n".utf8) }

    /// - Throws: ``MailManifestError``.
    package init(_ bytes: Data) throws(MailManifestError) {
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(MailManifestRecord.Head.self, from: bytes) else { throw .notJSON }
        guard head.schema == Self.schema else { throw .otherSchema(head.schema) }
        guard let record = try? decoder.decode(MailManifestRecord.self, from: bytes), let manifest = record.manifest
        else {
            throw .damaged
        }
        guard (try? manifest.bytes()) == bytes else { throw .notCanonical }
        self = manifest
    }

    /// Holds the bytes that are kept against their sums.
    /// - Parameters:
    ///   - raw: Of the mail; `nil` = not there.
    ///   - part: Of the part at a path; `nil` = not there.
    ///   - digest: SHA-256 in lower-case hex.
    /// - Returns: What is wrong, in words; empty when all is as it was.
    package func faults(raw: Data?, part: (String) -> Data?, digest: (Data) -> String) -> [String] {
        let mail = kept.mail
        var faults = Self.fault("the mail", raw, mail.raw.rawValue, size: mail.size, digest)
        for one in mail.parts.map(\.part) {
            faults += Self.fault("part \(one.path)", part(one.path), one.sha256, size: one.size, digest)
        }
        return faults
    }

    private static func fault(_ what: String, _ bytes: Data?, _ sum: String, size: Int, _ digest: (Data) -> String)
        -> [String]
    {
        guard let bytes else { return ["\(what) is not there"] }
        guard bytes.count == size else { return ["\(what) has \(bytes.count) bytes, not \(size)"] }
        return digest(bytes) == sum ? [] : ["\(what) has other bytes than its sum says"]
    }
}

/// Why bytes are no manifest.
package enum MailManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    case notJSON
    /// Of another version of the program.
    case otherSchema(String)
    case damaged
    /// Its content is one of this program's, its bytes are not: somebody has written it anew.
    case notCanonical

    package var description: String {
        switch self {
        case .notJSON: "the manifest is no JSON"
        case .otherSchema: "the manifest is not of the version \(MailManifest.schema)"
        case .damaged: "something in the manifest is missing, or is not of its kind"
        case .notCanonical: "the manifest was not written by this program as it is"
        }
    }
}

/// The manifest as JSON. Its names are a contract with the outside: change them with the schema's version.
struct MailManifestRecord: Codable {
    struct Head: Codable { var schema: String }

    struct Part: Codable {
        var path: String
        var name: String?
        var type: String
        var kind: MailPart.Kind
        var size: Int
        var sha256: String
        var inline: Bool
        var encrypted: Bool
        var parent: String?
        /// `begun`, `linked` or `ignored`.
        var fate: String
        /// Of a case, with `begun`.
        var `case`: CaseID?
        /// With `linked`.
        var linkedAs: String?
        /// With `ignored`.
        var reason: MailReason?

        enum CodingKeys: String, CodingKey {
            case path, name, type, kind, size, sha256, inline, encrypted, parent, fate, `case`, reason
            case linkedAs = "linked_as"
        }
    }

    enum CodingKeys: String, CodingKey {
        case schema, `case`, mail, organisation, received, from, subject, verdict, parts, hints, origin, explanation,
            outcome,
            reason
        case words, cases, references, decided
        case rawSHA256 = "raw_sha256"
        case rawSize = "raw_size"
        case messageID = "message_id"
    }

    var schema: String
    var `case`: CaseID
    var mail: MailID
    var organisation: OrganisationID
    var rawSHA256: String
    var rawSize: Int
    /// Microseconds since 1970.
    var received: Moment
    var messageID: String?
    var from: String
    var subject: String
    var verdict: MailVerdict
    var parts: [Part]
    var hints: [BodyHint]
    var origin: MailOrigin?
    var explanation: [String]
    var outcome: MailOutcome.Kind
    var reason: MailReason?
    var words: String
    var cases: [CaseID]
    var references: [String]
    var decided: Moment

    init(_ manifest: MailManifest) {
        let (mail, outcome) = (manifest.kept.mail, manifest.kept.outcome)
        schema = MailManifest.schema
        self.case = manifest.caseID
        self.mail = mail.id
        organisation = mail.organisation
        rawSHA256 = mail.raw.rawValue
        rawSize = mail.size
        received = mail.received
        messageID = mail.messageID
        from = mail.from
        subject = mail.subject
        verdict = mail.verdict
        parts = mail.parts.map { Part($0) }
        hints = mail.hints
        origin = mail.origin
        explanation = mail.explanation
        self.outcome = outcome.kind
        reason = outcome.reason
        words = outcome.words
        cases = outcome.cases
        references = manifest.kept.references
        decided = manifest.kept.decided
    }

    var manifest: MailManifest? {
        guard let raw = BlobID(rawValue: rawSHA256) else { return nil }
        let fates = parts.compactMap(\.partFate)
        guard fates.count == parts.count else { return nil }
        let received = ReceivedMail(
            id: mail, organisation: organisation, raw: raw, size: rawSize, received: received, messageID: messageID,
            from: from, subject: subject, verdict: verdict, parts: fates, explanation: explanation, hints: hints,
            origin: origin)
        return MailManifest(
            of: self.case,
            KeptMail(
                mail: received, outcome: MailOutcome(outcome, reason: reason, words: words, cases: cases),
                references: references, decided: decided))
    }
}

extension MailManifestRecord.Part {
    init(_ one: PartFate) {
        let part = one.part
        self.init(
            path: part.path, name: part.name, type: part.type, kind: part.kind, size: part.size, sha256: part.sha256,
            inline: part.isInline, encrypted: part.isEncrypted, parent: part.parent, fate: "")
        switch one.fate {
        case .begun(let id): (fate, self.case) = ("begun", id)
        case .linked(let kind): (fate, linkedAs) = ("linked", kind)
        case .ignored(let reason): (fate, self.reason) = ("ignored", reason)
        }
    }

    var partFate: PartFate? {
        let fate: PartFate.Fate
        switch (self.fate, self.case, linkedAs, reason) {
        case ("begun", let id?, nil, nil): fate = .begun(id)
        case ("linked", nil, let kind?, nil): fate = .linked(as: kind)
        case ("ignored", nil, nil, let reason?): fate = .ignored(reason)
        default: return nil
        }
        return PartFate(
            MailPart(
                path: path, name: name, type: type, kind: kind, size: size, sha256: sha256, isInline: inline,
                isEncrypted: encrypted, parent: parent),
            fate)
    }
}
