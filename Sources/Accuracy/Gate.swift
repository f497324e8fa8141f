import Foundation

/// Committed figures that must not fall: `{"born-digital": {"micro_f1": 0.91, "line_items_f1": 0.8}}` by kind of
/// document.
package struct Gate: Hashable, Sendable, Codable {
    package struct Minimum: Hashable, Sendable, Codable {
        package var microF1: Double
        /// `nil` when no document of the kind has known line items.
        package var lineItemsF1: Double?

        package init(microF1: Double, lineItemsF1: Double?) {
            self.microF1 = microF1
            self.lineItemsF1 = lineItemsF1
        }

        enum CodingKeys: String, CodingKey {
            case microF1 = "micro_f1"
            case lineItemsF1 = "line_items_f1"
        }
    }

    /// A figure under its committed minimum.
    package struct Fall: Hashable, Sendable {
        package var kind: String
        package var figure: String
        package var minimum: Double
        /// `nil` when the evaluation has no document of this kind.
        package var measured: Double?

        package init(kind: String, figure: String, minimum: Double, measured: Double?) {
            self.kind = kind
            self.figure = figure
            self.minimum = minimum
            self.measured = measured
        }
    }

    package var minimums: [String: Minimum]

    package init(minimums: [String: Minimum]) { self.minimums = minimums }

    /// The figures of an evaluation, to be committed.
    package init(recording evaluation: Evaluation) {
        minimums = evaluation.byKind.mapValues {
            Minimum(microF1: $0.micro.f1, lineItemsF1: $0.itemDocuments > 0 ? $0.lineItems.f1 : nil)
        }
    }

    package init(from decoder: any Decoder) throws { minimums = try [String: Minimum](from: decoder) }

    package func encode(to encoder: any Encoder) throws { try minimums.encode(to: encoder) }

    /// - Returns: Empty when every committed figure is reached. Better figures and new kinds pass.
    package func falls(in evaluation: Evaluation) -> [Fall] {
        minimums.sorted { $0.key < $1.key }.flatMap { kind, minimum -> [Fall] in
            let tally = evaluation.byKind[kind]
            var figures: [(String, Double, Double?)] = [("fields micro-F1", minimum.microF1, tally?.micro.f1)]
            if let items = minimum.lineItemsF1 { figures.append(("line items F1", items, tally?.lineItems.f1)) }
            return figures.filter { ($0.2 ?? -1) < $0.1 }
                .map { Fall(kind: kind, figure: $0.0, minimum: $0.1, measured: $0.2) }
        }
    }
}
