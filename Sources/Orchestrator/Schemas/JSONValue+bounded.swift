package import Foundation
import Pipeline

extension JSONValue {
    /// JSON from strangers.
    /// - Returns: `nil` when it is no JSON, or is nested deeper than 64.
    package init?(bounded json: Data) {
        guard JSONDepth.of(json) <= 64, let value = try? JSONDecoder().decode(JSONValue.self, from: json) else {
            return nil
        }
        self = value
    }
}
