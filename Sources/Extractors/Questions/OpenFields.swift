import Invoicing

/// Which fields of a draft are open: not found, or read with too little certainty.
struct OpenFields {
    let settings: QuestionSettings
    let schema: ExtractionSchema

    /// Empty for e-invoices: what their XML leaves out was left out on purpose.
    func of(_ draft: Draft) -> [OpenQuestion.Asked] {
        guard !draft.fields.values.contains(where: { $0.evidence?.source == .xml }) else { return [] }
        let open = settings.fields.compactMap { name -> OpenQuestion.Asked? in
            guard let rule = schema.fields.first(where: { $0.name == name }), Self.canBeAsked(rule.type),
                (draft.fields[name]?.confidence ?? 0) < settings.threshold
            else { return nil }
            return OpenQuestion.Asked(name: name, type: rule.type, labels: Array(rule.labels.prefix(Self.mostLabels)))
        }
        return Array(open.prefix(settings.mostFields))
    }

    private static let mostLabels = 8

    /// What stands in one line, and can be held against it.
    static func canBeAsked(_ type: ValueType) -> Bool {
        switch type {
        case .address, .boolean, .code: false
        default: true
        }
    }
}
