import Invoicing

/// Chooses net, tax and gross total together, and the amount due, by the chances that the models give each amount and
/// by whether they add up (EN 16931 BR-CO-15).
///
/// Labels and places propose, arithmetic disposes. Where nothing adds up, the likeliest amounts stand and the checks
/// downstream say so.
struct TotalsChoice {
    struct Chosen {
        var entry: AmountScene.Entry
        var chance: Double
    }

    private let scene: AmountScene
    private let models: ScoringModels
    /// Log-odds that net + tax = gross is worth, and that a contradiction costs.
    private static let harmony = 2.5
    private static let discord = -1.5
    /// What leaving a total out is worth: amounts less likely than this are left out.
    private static let floor = -1.3

    init(_ scene: AmountScene, models: ScoringModels) {
        self.scene = scene
        self.models = models
    }

    /// - Returns: `nil` without models for the totals.
    func choose() -> (chosen: [FieldName: Chosen], addsUp: Bool)? {
        guard let nets = ranked(.netTotal), let taxes = ranked(.taxTotal), let grosses = ranked(.grossTotal),
            let dues = ranked(.amountDue)
        else { return nil }
        var best: (score: Double, net: Int?, tax: Int?, gross: Int?, addsUp: Bool) = (-.infinity, nil, nil, nil, false)
        for gross in grosses.options {
            for net in nets.options {
                for tax in taxes.options {
                    var score = grosses.worth(gross) + nets.worth(net) + taxes.worth(tax)
                    var addsUp = false
                    if let net, let tax, let gross {
                        let (n, t, g) = (scene.entries[net].value, scene.entries[tax].value, scene.entries[gross].value)
                        addsUp = (n + t).isNear(g, cents: 2)
                        score += addsUp ? (t.units == 0 ? Self.harmony / 3 : Self.harmony) : Self.discord
                    } else if let net, let gross,
                        scene.entries[net].value.magnitude > scene.entries[gross].value.magnitude
                    {
                        score += Self.discord
                    }
                    if score > best.score { best = (score, net, tax, gross, addsUp) }
                }
            }
        }
        var chosen: [FieldName: Chosen] = [:]
        func take(_ role: FieldName, _ index: Int?, _ ranking: Ranking) {
            guard let index, let score = ranking.scores[index] else { return }
            chosen[role] = Chosen(entry: scene.entries[index], chance: ranking.model.chance(ofScore: score))
        }
        take(.netTotal, best.net, nets)
        take(.taxTotal, best.tax, taxes)
        take(.grossTotal, best.gross, grosses)
        take(.amountDue, dues.options[0], dues)
        return (chosen, best.addsUp)
    }

    private struct Ranking {
        var model: TreeEnsemble
        /// Log-odds by index of the entry.
        var scores: [Int: Double]
        /// Likeliest first, and `nil` for none.
        var options: [Int?]

        func worth(_ option: Int?) -> Double { option.flatMap { scores[$0] } ?? TotalsChoice.floor }
    }

    private func ranked(_ role: FieldName) -> Ranking? {
        guard let model = models.model(role.rawValue, features: FeatureVector<AmountFeature>.names) else { return nil }
        var scores: [Int: Double] = [:]
        for (index, entry) in scene.entries.enumerated() { scores[index] = model.score(entry.features.values) }
        let best = scores.filter { $0.value > Self.floor - 4 }
            .sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(6)
        var options: [Int?] = best.map(\.key)
        let firstBelow = best.firstIndex { $0.value < Self.floor } ?? best.count
        options.insert(nil, at: firstBelow)
        return Ranking(model: model, scores: scores, options: options)
    }
}
