/// The signatures of one mail on their way through the library: those without a fault.
struct SignatureWork: ~Copyable {
    private let signatures: [DKIMSignature]
    /// One for each signature; ``Verdict/unexamined`` until more is known.
    private(set) var verdicts: [Verdict]
    private var records: [KeyName: String] = [:]
    private var faults: [KeyName: Verdict] = [:]
    /// Of `signatures`, those that the library took.
    private var taken: [Int] = []
    private var mail: LibraryMail?
    private var measure: BodyMeasure?
    /// `nil` when the mail has CR and LF already.
    private var lineEnds: LineEnds?

    init(_ head: MailHead, _ signatures: [DKIMSignature], _ keys: [KeyName: TextAnswer]) {
        self.signatures = signatures
        verdicts = signatures.map { .no(.permerror, $0.fault ?? Verdict.unexamined.reason) }
        lineEnds = head.hasBareLineFeeds ? LineEnds() : nil
        for key in Set(signatures.compactMap(\.key)) {
            switch (keys[key] ?? .none).keyRecord() {
            case .success(let record): records[key] = record
            case .failure(let fault): faults[key] = fault.verdict
            }
        }
    }

    /// Gives the library the headers. Signatures that have a fault, or are too many, stay out.
    /// - Returns: Whether it wants the body.
    mutating func begin(_ head: MailHead) -> Bool {
        guard signatures.contains(where: { $0.fault == nil }), let mail = LibraryMail(KeyRing(records)) else {
            return false
        }
        var number = 0
        for field in head.fields {
            guard field.name == DKIMSignature.fieldName else {
                _ = mail.take(header: field.bytes)
                continue
            }
            defer { number += 1 }
            guard number < signatures.count, signatures[number].fault == nil else { continue }
            if mail.take(header: field.bytes) { taken.append(number) } else { verdicts[number] = .malformed }
        }
        mail.endHeader()
        if signatures.contains(where: \.hasLength) { measure = BodyMeasure() }
        self.mail = consume mail
        return !taken.isEmpty
    }

    mutating func take(body piece: [UInt8]) {
        let piece = lineEnds?.ended(piece) ?? piece
        mail?.take(body: piece)
        measure?.take(body: piece)
    }

    /// After the whole body.
    mutating func end(smallestKey: Int) {
        mail?.end()
        let lengths = measure?.end() ?? [:]
        let found = mail?.signatures { ($0.key, $0.verdict(smallestKey: smallestKey, lengths)) } ?? []
        // Where its list is not ours, nobody knows which is which.
        guard found.count == taken.count else { return }
        for (number, (key, verdict)) in zip(taken, found) {
            guard let key, key == signatures[number].key else { continue }
            verdicts[number] = faults[key] ?? verdict
        }
    }
}
