import Invoicing

/// Numbers that a page shows and its text layer says otherwise, as findings.
struct LayerDifferences {
    private let differing: [(page: Int, word: Word)]

    init(_ pages: [PageText]) {
        differing = pages.flatMap { page in page.words.filter { $0.layerText != nil }.map { (page.number, $0) } }
    }

    /// One finding for each field that stands on such numbers; one for all others together.
    func findings(_ fields: FieldGroup) -> [Finding] {
        guard !differing.isEmpty else { return [] }
        var result: [Finding] = []
        var told: Set<Int> = []
        for (name, field) in fields.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            guard let box = field.evidence?.box, let page = field.evidence?.page else { continue }
            let mine = differing.indices.filter {
                differing[$0].page == page && differing[$0].word.box.intersection(box).area > 0
            }
            guard !mine.isEmpty else { continue }
            told.formUnion(mine)
            result.append(finding(mine, severity: .review, "\(name.rawValue.replacing("_", with: " ")): "))
        }
        let rest = differing.indices.filter { !told.contains($0) }
        if !rest.isEmpty { result.append(finding(rest, severity: .warning, "")) }
        return result
    }

    private func finding(_ indices: [Int], severity: Severity, _ field: String) -> Finding {
        let shown = indices.map { differing[$0].word.text }.prefix(6).joined(separator: " ")
        let hidden = indices.map { differing[$0].word.layerText ?? "" }.prefix(6).joined(separator: " ")
        return Finding(
            rule: "text-layer-differs", severity: severity,
            message:
                "\(field)The page shows \(shown), its hidden text says \(hidden); the document may have been tampered with.",
            evidence: indices.map { index in
                Evidence(
                    source: .ocr, page: differing[index].page, box: differing[index].word.box,
                    printed: differing[index].word.text, reason: "hidden text: \(differing[index].word.layerText ?? "")"
                )
            })
    }
}
