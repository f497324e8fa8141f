package import Pipeline

extension DocumentResult {
    /// What reading and checking alone come to: no duplicate search, matching, approval or posting.
    /// - Returns: One for each document in the file, never none.
    package static func results(of carried: CarriedDocument, name: String, sha256: String, size: Int)
        -> [DocumentResult]
    {
        let first = ReadAgent.Output(carried)
        return ([first] + first.others).map { reading in
            var file = CaseFile(id: CaseID(rawValue: name), name: name, sha256: sha256, size: size)
            file.reading = reading
            return DocumentResult(file, .completed)
        }
    }
}
