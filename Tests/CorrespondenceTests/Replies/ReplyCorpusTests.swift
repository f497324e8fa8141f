import Correspondence
import Foundation
import Testing

@Suite("ReplyCorpus") struct ReplyCorpusTests {
    /// What was measured. An entry changes only together with a rule.
    struct Score: Equatable, CustomStringConvertible {
        var replies: Int, answers: Int, understood: Int
        /// Read as an approval and none.
        var falseApprovals = 0
        /// Read as another answer than it is, or as one and none.
        var falseOthers: Int

        init(replies: Int, answers: Int, understood: Int, falseApprovals: Int = 0, falseOthers: Int = 0) {
            self.replies = replies
            self.answers = answers
            self.understood = understood
            self.falseApprovals = falseApprovals
            self.falseOthers = falseOthers
        }

        init(_ corpus: [CorpusReply]) {
            replies = corpus.count
            answers = corpus.count(where: \.isAnswer)
            understood = corpus.count { $0.isAnswer && $0.isRight }
            falseApprovals = corpus.count { $0.found == "approve" && $0.truth != "approve" }
            falseOthers = corpus.count { ["reject", "question"].contains($0.found) && $0.found != $0.truth }
        }

        var description: String {
            "\(replies) replies, \(answers) answers, \(understood) understood, "
                + "\(falseApprovals) false approvals, \(falseOthers) others false"
        }
    }

    @Test func made() { check(ReplyCorpus.made, Score(replies: 240, answers: 168, understood: 168, falseOthers: 0)) }
    @Test func written() {
        check(ReplyCorpus.written, Score(replies: 130, answers: 53, understood: 53, falseOthers: 0))
    }

    private func check(_ corpus: [CorpusReply], _ expected: Score) {
        let score = Score(corpus)
        #expect(score == expected)
        for reply in corpus where !reply.isRight {
            #expect(reply.isRight, "\(reply.id): \(reply.reading)")
        }
    }

    /// Only counted: nobody looks at which ones.
    @Test func scoreOfHeldBack() {
        #expect(Score(ReplyCorpus.heldBack) == Score(replies: 108, answers: 65, understood: 64, falseOthers: 0))
    }
}
