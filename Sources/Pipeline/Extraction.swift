package import Extractors
package import Invoicing

/// All that is done with a document's words, wherever they were read.
package protocol Extraction {
    /// - Returns: Not empty; more than one where the file seems to hold several documents.
    /// - Throws: When there is nothing that could be a draft.
    func drafts(of read: ReadDocument) throws(ReadFailure) -> [DraftedPart]
    /// - Returns: `nil` when nothing is open, or nobody is asked.
    func question(about draft: Draft, in read: ReadDocument) -> OpenQuestion?
    /// Whether answers stand on the page.
    func judge(_ answers: [FieldName: String], to question: OpenQuestion, about draft: Draft) -> JudgedAnswers
}
