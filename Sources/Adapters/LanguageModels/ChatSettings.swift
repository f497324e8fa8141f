/// How an OpenAI-compatible model is asked.
package struct ChatSettings: Hashable, Sendable {
    /// How the form of the answer is asked for. It is checked in the same way whatever was asked.
    package enum Format: String, Hashable, Sendable, CaseIterable {
        /// `response_format` with a JSON Schema: the server holds the model to it.
        case schema = "json_schema"
        /// `response_format` with any JSON object.
        case object = "json_object"
        /// In words only, for servers that refuse `response_format`.
        case words
    }

    package var address: EndpointAddress
    /// As the server calls it.
    package var model: String
    /// `nil` = the server asks for none.
    package var key: Secret?
    package var format = Format.schema
    /// Bytes of an answer.
    package var mostBytes = 65_536
    /// Tokens of an answer.
    package var mostTokens = 1_000

    package init(address: EndpointAddress, model: String, key: Secret? = nil) {
        self.address = address
        self.model = model
        self.key = key
    }
}
