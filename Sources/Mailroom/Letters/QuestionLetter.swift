package import Correspondence
package import Foundation
package import Orchestrator

/// A question to one person, with all that its mail shows.
package struct QuestionLetter: Hashable, Sendable {
    /// How it can be answered.
    package enum AnswerWay: Hashable, Sendable {
        /// By mail, and in the program.
        /// - Parameters:
        ///   - to: Address that holds the token.
        ///   - line: The token as it stands in the text: `Ref: …`.
        case mail(to: MailAddress, line: String)
        case program(because: Bar)
    }

    /// Why a question is not answered by mail.
    package enum Bar: String, Hashable, Sendable, CaseIterable {
        /// The amount is above what this person may approve by mail.
        case ceiling
        /// The amount was not read.
        case unread
        /// The organisation has not switched it on.
        case off
        /// It is over.
        case closed
    }

    package var facts: QuestionFacts
    package var answer: AnswerWay
    /// Page of the program with the case; `nil` = there is none.
    package var link: String?
    /// The document's first page; `nil` = it could not be drawn.
    package var picture: Data?

    package init(facts: QuestionFacts, answer: AnswerWay, link: String? = nil, picture: Data? = nil) {
        self.facts = facts
        self.answer = answer
        self.link = link
        self.picture = picture
    }
}

/// Finds what a question's mail shows.
package protocol QuestionSource: Sendable {
    /// - Parameter isAlone: It has a letter of its own; only then a picture is drawn.
    /// - Returns: `nil` where the case is not there any more.
    /// - Throws: `.failed` where it cannot be found out now.
    func question(_ item: Letter.Item, for recipient: String, isAlone: Bool) async throws(ChannelFailure)
        -> QuestionLetter?
}
