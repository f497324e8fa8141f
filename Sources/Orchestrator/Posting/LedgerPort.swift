package import Pipeline

/// Where approved invoices are booked.
package protocol LedgerPort: Sendable {
    /// Books once per key: a second call with the same key answers with the first entry.
    /// - Parameter key: Case and step.
    /// - Throws: `.needsReview` when the key was used for something else; `.retry` when the ledger is busy.
    func post(_ entry: LedgerEntry, key: String) async throws(StageFailure) -> Posting
    /// What was booked with this key; `nil` = nothing, for certain.
    /// - Throws: `.retry` when the ledger can't be asked now.
    func entry(key: String) async throws(StageFailure) -> Posting?
}

/// Where messages for people are put.
package protocol Outbox: Sendable {
    /// Takes a message once per key.
    func send(_ message: OutboxMessage, key: String) async throws(StageFailure)
}

/// What is booked.
package struct LedgerEntry: Hashable, Sendable, Codable {
    package var caseID: CaseID
    package var document: String
    package var supplierID: String
    package var invoiceNumber: String
    package var invoiceDate: String
    package var dueDate: String?
    package var currency: String
    /// Canonical decimals; negative for credit notes.
    package var netTotal: String
    package var taxTotal: String
    package var grossTotal: String
    package var orderNumbers: [String]
    package var department: String?
    package var costCentre: String?
    package var approvedBy: String

    enum CodingKeys: String, CodingKey {
        case document, currency, department
        case caseID = "case"
        case supplierID = "supplier_id"
        case invoiceNumber = "invoice_number"
        case invoiceDate = "invoice_date"
        case dueDate = "due_date"
        case netTotal = "net_total"
        case taxTotal = "tax_total"
        case grossTotal = "gross_total"
        case orderNumbers = "order_numbers"
        case costCentre = "cost_centre"
        case approvedBy = "approved_by"
    }

    package init(
        caseID: CaseID, document: String, supplierID: String, invoiceNumber: String, invoiceDate: String,
        dueDate: String? = nil, currency: String, netTotal: String, taxTotal: String, grossTotal: String,
        orderNumbers: [String] = [], department: String? = nil, costCentre: String? = nil, approvedBy: String
    ) {
        self.caseID = caseID
        self.document = document
        self.supplierID = supplierID
        self.invoiceNumber = invoiceNumber
        self.invoiceDate = invoiceDate
        self.dueDate = dueDate
        self.currency = currency
        self.netTotal = netTotal
        self.taxTotal = taxTotal
        self.grossTotal = grossTotal
        self.orderNumbers = orderNumbers
        self.department = department
        self.costCentre = costCentre
        self.approvedBy = approvedBy
    }
}

/// A message to people who have to do something.
package struct OutboxMessage: Hashable, Sendable, Codable {
    /// Why it is sent; decides whether it may wait for a digest.
    package enum Occasion: String, Hashable, Sendable, Codable, CaseIterable {
        case ask, reminder, escalation, ticket
        /// Before somebody else is asked.
        case lastReminder = "last-reminder"
        /// Nobody decided in time.
        case expired
        /// What became of an answer that came by mail.
        case answerTaken = "answer-taken"
        case answerRefused = "answer-refused"
        /// A mail of ours came back.
        case bounce
        /// A mail to us could not be read, or nobody knows what it is.
        case unreadable
    }

    /// Ids of approvers.
    package var to: [String]
    package var mode: ApprovalDecision.Mode
    package var caseID: CaseID
    package var document: String
    package var subject: String
    package var reasons: [String]
    /// `nil` = a plain question.
    package var occasion: Occasion?
    /// `Message-ID` of the mail that it answers; `nil` = none.
    package var answers: String?

    enum CodingKeys: String, CodingKey {
        case to, mode, document, subject, reasons, occasion, answers
        case caseID = "case"
    }

    package init(
        to: [String], mode: ApprovalDecision.Mode, caseID: CaseID, document: String, subject: String,
        reasons: [String], occasion: Occasion? = nil, answers: String? = nil
    ) {
        self.to = to
        self.mode = mode
        self.caseID = caseID
        self.document = document
        self.subject = subject
        self.reasons = reasons
        self.occasion = occasion
        self.answers = answers
    }
}
