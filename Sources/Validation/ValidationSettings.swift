/// What an organisation may set about its checks.
package struct ValidationSettings: Hashable, Sendable, Codable {
    /// Key fields below this confidence (0...1) go to a person.
    package var lowConfidence = 0.80
    /// Names at least this similar (0...1) are offered as what was meant.
    package var similarName = 0.84
    /// Days an invoice may be dated after today: a sender's clock may be a day ahead.
    package var futureDays = 1
    /// Invoices older than this many years go to a person.
    package var oldestYears = 3
    /// Days between invoice and due date beyond which terms are unusual.
    package var longestTermsDays = 365
    /// Days between delivery and invoice beyond which one of both dates is probably wrong.
    package var deliveryDays = 366
    /// Days either way within which equal sums of one supplier are suspected to be one invoice.
    package var duplicateDays = 5

    package init() {}
}
