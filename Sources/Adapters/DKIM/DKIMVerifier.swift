package import Foundation

/// Judges the signatures of a mail against keys that are given. Nothing is asked of anybody.
///
/// The bytes go to a C library: outside of tests it is ``DKIMChild`` that calls this, in a process of its own.
package struct DKIMVerifier: Sendable {
    /// Bits of an RSA key. RFC 8301 forbids to accept fewer than 1,024 and recommends 2,048.
    package var smallestKey: Int

    package init(smallestKey: Int = 2_048) { self.smallestKey = max(1_024, smallestKey) }

    /// - Parameter keys: What is missing counts as not published.
    /// - Returns: One for each of ``DKIMSignature/list(of:)``, in that order.
    package func verify(_ mail: Data, keys: [KeyName: TextAnswer]) -> [DKIMResult] {
        var rest = mail[...]
        let judged = verdicts(keys: keys) {
            defer { rest = rest.dropFirst(1 << 16) }
            return Array(rest.prefix(1 << 16))
        }
        return zip(judged.signatures, judged.verdicts).map(DKIMResult.init)
    }

    /// - Parameter next: The mail, piece by piece; an empty one is its end.
    func verdicts(
        keys: [KeyName: TextAnswer], _ next: () -> [UInt8]
    ) -> (signatures: [DKIMSignature], verdicts: [Verdict]) {
        var start: [UInt8] = []
        while start.count <= MailHead.most {
            let piece = next()
            if piece.isEmpty { break }
            start += piece
        }
        let head = MailHead(start)
        let signatures = DKIMSignature.list(of: head)
        var work = SignatureWork(head, signatures, keys)
        let isWanted = work.begin(head)
        if isWanted { work.take(body: Array(start[head.bodyStart...])) }
        // To the end, even when nobody wants it: who sends it waits for that.
        while case let piece = next(), !piece.isEmpty {
            if isWanted { work.take(body: piece) }
        }
        if isWanted { work.end(smallestKey: smallestKey) }
        return (signatures, work.verdicts)
    }
}
