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
        var support: MemorySupport
    }

    private let scene: AmountScene
    private let models: ScoringModels
    private let remembered: [FieldName: [Number: MemorySupport]]
    /// Log-odds that net + tax = gross is worth, and that a contradiction costs.
    private static let harmony = 2.5
    private static let discord = -1.5
    /// What leaving a total out is worth: amounts less likely than this are left out.
    private static let floor = -1.3

    /// - Parameter remembered: What memory says to each amount in each role.
    init(_ scene: AmountScene, models: ScoringModels, remembered: [FieldName: [Number: MemorySupport]] = [:]) {
        self.remembered = remembered
        self.scene = scene
        self.models = models
    }

    /// - Returns: `nil` without models for the totals.
    func choose() -> (chosen: [FieldName: Chosen], addsUp: Bool)? {
        guard let nets = ranked(.netTotal), let taxes = ranked(.taxTotal), let grosses = ranked(.grossTotal),
            let dues = ranked(.amountDue)
        else { return nil }
        let best = best(nets, taxes, grosses)
        var chosen: [FieldName: Chosen] = [:]
        func take(_ role: FieldName, _ index: Int?, _ ranking: Ranking) {
            guard let index, let score = ranking.scores[index] else { return }
            let support = ranking.supports[index] ?? .none
            chosen[role] = Chosen(
                entry: scene.entries[index], chance: Recollection.chance(score, margin: 0, support, ranking.model),
                support: support)
        }
        take(.netTotal, best.net, nets)
        take(.taxTotal, best.tax, taxes)
        take(.grossTotal, best.gross, grosses)
        take(.amountDue, dues.options[0], dues)
        return (chosen, best.addsUp)
    }

    private typealias Triple = (score: Double, net: Int?, tax: Int?, gross: Int?, addsUp: Bool)

    /// Memory weighs with the models, but what would add up without it still adds up with it: then it only says which.
    private func best(_ nets: Ranking, _ taxes: Ranking, _ grosses: Ranking) -> Triple {
        let all = triples(nets, taxes, grosses, withMemory: true)
        let best = all.reduce(Self.nothing) { $1.score > $0.score ? $1 : $0 }
        guard !remembered.isEmpty, !best.addsUp else { return best }
        let alone = triples(nets, taxes, grosses, withMemory: false).reduce(Self.nothing) {
            $1.score > $0.score ? $1 : $0
        }
        guard alone.addsUp else { return best }
        return all.lazy.filter(\.addsUp).reduce(Self.nothing) { $1.score > $0.score ? $1 : $0 }
    }

    private static let nothing: Triple = (-.infinity, nil, nil, nil, false)

    private func triples(_ nets: Ranking, _ taxes: Ranking, _ grosses: Ranking, withMemory: Bool) -> [Triple] {
        var triples: [Triple] = []
        for gross in grosses.options {
            for net in nets.options {
                for tax in taxes.options {
                    var score =
                        grosses.worth(gross, withMemory) + nets.worth(net, withMemory) + taxes.worth(tax, withMemory)
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
                    triples.append((score, net, tax, gross, addsUp))
                }
            }
        }
        return triples
    }

    private struct Ranking {
        var model: TreeEnsemble
        /// Log-odds by index of the entry, without memory.
        var scores: [Int: Double]
        var supports: [Int: MemorySupport]
        /// Likeliest first, and `nil` for none.
        var options: [Int?]

        func worth(_ option: Int?, _ withMemory: Bool) -> Double {
            guard let option, let score = scores[option] else { return TotalsChoice.floor }
            return score + (withMemory ? supports[option]?.logOdds ?? 0 : 0)
        }
    }

    private func ranked(_ role: FieldName) -> Ranking? {
        guard let model = models.model(role.rawValue) else { return nil }
        var scores: [Int: Double] = [:]
        for (index, entry) in scene.entries.enumerated() { scores[index] = model.score(entry.features.values) }
        var supports: [Int: MemorySupport] = [:]
        if let known = remembered[role] {
            let weighed = Recollection.weigh(scene.entries.map { known[$0.value] ?? .none })
            for (index, support) in weighed.enumerated() where support.logOdds != 0 { supports[index] = support }
        }
        let together = supports.isEmpty ? scores : scores.merging(supports.mapValues(\.logOdds), uniquingKeysWith: +)
        let best = together.filter { $0.value > Self.floor - 4 }
            .sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(6)
        var options: [Int?] = best.map(\.key)
        let firstBelow = best.firstIndex { $0.value < Self.floor } ?? best.count
        options.insert(nil, at: firstBelow)
        return Ranking(model: model, scores: scores, supports: supports, options: options)
    }
}
