/// Why a mail, or a part of it, is not processed. The list is closed: every mail that becomes no case, approval, comment or
/// bounce has one of these.
package enum MailReason: String, Hashable, Sendable, Codable, CaseIterable {
    // What is in it.
    case noAttachment = "NO_ATTACHMENT"
    case noDocument = "NO_DOCUMENT"
    case unsupportedAttachment = "UNSUPPORTED_ATTACHMENT"
    case dangerousAttachment = "DANGEROUS_ATTACHMENT"
    case encryptedMail = "ENCRYPTED_MAIL"
    case encryptedDocument = "ENCRYPTED_DOCUMENT"
    case encryptedArchive = "ENCRYPTED_ARCHIVE"
    case damagedMail = "DAMAGED_MAIL"
    case damagedArchive = "DAMAGED_ARCHIVE"
    case tooLarge = "TOO_LARGE"
    case tooManyParts = "TOO_MANY_PARTS"
    case tooDeep = "TOO_DEEP"
    case inflatesTooMuch = "INFLATES_TOO_MUCH"
    /// It was removed from the mailbox before it could be read.
    case gone = "GONE"
    // What came before.
    case duplicateMail = "DUPLICATE_MAIL"
    case duplicateDocument = "DUPLICATE_DOCUMENT"
    // Who sent it.
    case noSender = "NO_SENDER"
    case unknownSender = "UNKNOWN_SENDER"
    case notAuthentic = "NOT_AUTHENTIC"
    case lookAlike = "LOOK_ALIKE"
    case tooManyMails = "TOO_MANY_MAILS"
    // What sent it.
    case autoReply = "AUTO_REPLY"
    case bulkMail = "BULK_MAIL"
    case mailLoop = "MAIL_LOOP"
    case orphanBounce = "ORPHAN_BOUNCE"
    // To whom.
    case unknownAddress = "UNKNOWN_ADDRESS"
    case retiredAddress = "RETIRED_ADDRESS"
    case processNotEnabled = "PROCESS_NOT_ENABLED"
    // What the organisation's rules say.
    case refusedByRule = "REFUSED_BY_RULE"
    case reviewByRule = "REVIEW_BY_RULE"
    case unsure = "UNSURE"
    // Answers to questions.
    case tokenUnknown = "TOKEN_UNKNOWN"
    case tokenForged = "TOKEN_FORGED"
    case tokenExpired = "TOKEN_EXPIRED"
    case tokenUsed = "TOKEN_USED"
    case otherApprover = "OTHER_APPROVER"
    case invoiceChanged = "INVOICE_CHANGED"
    case aboveCeiling = "ABOVE_CEILING"
    case replyUnclear = "REPLY_UNCLEAR"
    case nothingAsked = "NOTHING_ASKED"
    case caseUnknown = "CASE_UNKNOWN"

    /// Whether a person has to look: nothing is settled by the reason alone.
    package var needsPerson: Bool {
        switch self {
        case .reviewByRule, .unsure, .notAuthentic, .lookAlike, .encryptedDocument, .encryptedArchive, .encryptedMail,
            .damagedMail, .damagedArchive, .replyUnclear, .tooLarge, .tooManyParts, .tooDeep, .inflatesTooMuch,
            .unsupportedAttachment, .unknownSender, .noSender, .tooManyMails:
            true
        default: false
        }
    }
}
