extension Double {
    /// - Parameter key: The setting that holds it.
    func chanceFaults(_ key: String) -> [JSONFault] {
        (0...1).contains(self) ? [] : [JSONFault(JSONPointer(key), "must be 0...1")]
    }
}
