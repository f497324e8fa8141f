/// Measurements of one candidate, by name; all start at 0.
struct FeatureVector<Feature: CaseIterable & RawRepresentable & Sendable> where Feature.RawValue == Int {
    private(set) var values = [Float](repeating: 0, count: Feature.allCases.count)

    subscript(_ feature: Feature) -> Double {
        get { Double(values[feature.rawValue]) }
        set { values[feature.rawValue] = Float(newValue) }
    }

    mutating func set(_ feature: Feature, _ holds: Bool) { values[feature.rawValue] = holds ? 1 : 0 }

    static var names: [String] { Feature.allCases.map { "\($0)" } }
}

/// The features of each kind of model, for whoever trains them.
package enum ScoringFeatures {
    /// Names by model, in the order of the vectors.
    package static let names: [String: [String]] = {
        var names: [String: [String]] = [:]
        for field in ["supplier_name", "customer_name"] { names[field] = FeatureVector<PartyFeature>.names }
        for field in ["supplier_vat_id", "customer_vat_id"] { names[field] = FeatureVector<VATFeature>.names }
        names["supplier_address"] = FeatureVector<AddressFeature>.names
        names["supplier_iban"] = FeatureVector<AccountFeature>.names
        names["currency"] = FeatureVector<CurrencyFeature>.names
        names[LineItemReader.model] = FeatureVector<ItemFeature>.names
        for field in ["net_total", "tax_total", "gross_total", "amount_due"] {
            names[field] = FeatureVector<AmountFeature>.names
        }
        for field in ["invoice_number", "purchase_order", "invoice_date", "due_date"] {
            names[field] = FeatureVector<ValueFeature>.names
        }
        return names
    }()
}

/// One candidate as it was measured, for training.
package struct ScoringExample: Sendable, Encodable {
    /// Name of the model: `"supplier_name"`.
    package var model: String
    package var value: String
    package var features: [Float]
}
