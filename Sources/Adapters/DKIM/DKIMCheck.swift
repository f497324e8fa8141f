package import Foundation

/// Judges the signatures of a mail: reads which keys they name, asks the DNS for those, and has a process of its own do the
/// rest.
package struct DKIMCheck: Sendable {
    /// How it went with the process.
    package enum Launched: Hashable, Sendable {
        /// Its first line.
        case answered(Data)
        /// It ended otherwise than by answering: the same mail will do the same.
        case broke(String)
        /// It could not be started, or was stopped.
        case unavailable(String)
    }
    /// Starts ``DKIMChild`` shut in, gives it these bytes, and waits for a line of at most ``longestAnswer`` bytes.
    package typealias Launch = @Sendable (Data) async -> Launched
    package typealias KeyLookup = @Sendable (KeyName) async -> TextAnswer

    package static let longestAnswer = 1 << 14

    private let smallestKey: Int
    private let lookup: KeyLookup
    private let launch: Launch

    /// - Parameters:
    ///   - smallestKey: Bits of an RSA key; see ``DKIMVerifier/smallestKey``.
    ///   - lookup: ``TextRecords/answer(for:)``, outside of tests.
    package init(smallestKey: Int = 2_048, lookup: @escaping KeyLookup, launch: @escaping Launch) {
        self.smallestKey = smallestKey
        self.lookup = lookup
        self.launch = launch
    }

    /// - Returns: One for each signature, the topmost first, at most ``DKIMSignature/most``; none for a mail without. It never
    ///   throws: what could not be found out is a result, and no ``DKIMResult/Outcome/pass``.
    package func check(_ mail: Data) async -> [DKIMResult] {
        let signatures = DKIMSignature.list(of: mail)
        let names = Set(signatures.filter { $0.fault == nil }.compactMap(\.key))
        guard !names.isEmpty else { return results(signatures, .permerror, Verdict.unexamined.reason) }
        let keys = await answers(for: names)
        let request = DKIMRequest(smallestKey: smallestKey, keys: keys, length: mail.count)
        guard let frame = try? request.framed(mail) else {
            return results(signatures, .temperror, "the request could not be written")
        }
        switch await launch(frame) {
        case .answered(let line): return judged(signatures, keys, line)
        case .broke(let reason): return results(signatures, .permerror, "the check broke: \(reason)")
        case .unavailable(let reason): return results(signatures, .temperror, "the check could not run: \(reason)")
        }
    }

    private func answers(for names: Set<KeyName>) async -> [KeyName: TextAnswer] {
        await withTaskGroup(of: (KeyName, TextAnswer).self) { group in
            for name in names { group.addTask { (name, await lookup(name)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// The process has handled a stranger's bytes: of its answer only verdicts are taken, and what it cannot know is no pass.
    private func judged(
        _ signatures: [DKIMSignature], _ keys: [KeyName: TextAnswer], _ line: Data
    ) -> [DKIMResult] {
        guard line.count <= Self.longestAnswer, let verdicts = try? JSONDecoder().decode([Verdict].self, from: line),
            verdicts.count == signatures.count, verdicts.allSatisfy({ $0.reason.isPlain })
        else { return results(signatures, .permerror, "the check gave no answer that makes sense") }
        return zip(signatures, verdicts).map { signature, verdict in
            guard verdict.outcome == .pass else { return DKIMResult(signature, verdict) }
            guard signature.fault == nil, let key = signature.key, case .success? = keys[key]?.keyRecord() else {
                return DKIMResult(signature, .unexamined)
            }
            return DKIMResult(signature, verdict)
        }
    }

    private func results(
        _ signatures: [DKIMSignature], _ outcome: DKIMResult.Outcome, _ reason: String
    ) -> [DKIMResult] {
        signatures.map { signature in
            DKIMResult(signature, signature.fault.map { .no(.permerror, $0) } ?? .no(outcome, reason))
        }
    }
}

extension String {
    /// Short, printable ASCII.
    fileprivate var isPlain: Bool { utf8.count <= 200 && utf8.allSatisfy { (32...126).contains($0) } }
}
