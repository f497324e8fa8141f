package import Pipeline

extension DocumentResult {
    /// What reading and checking alone come to: no duplicate search, matching, approval or posting.
    package init(_ carried: CarriedDocument, name: String, sha256: String, size: Int) {
        var file = CaseFile(id: CaseID(rawValue: name), name: name, sha256: sha256, size: size)
        file.reading = ReadAgent.Output(
            kind: carried.kind, pageCount: carried.pageCount, pages: carried.pages,
            end: carried.end, timing: carried.timing)
        self.init(file, .completed)
    }
}
