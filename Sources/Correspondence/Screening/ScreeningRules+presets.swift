extension ScreeningRule {
    /// `{ "name": …, "subject": "Invoice", "process": "AP" }`
    package static func subject(contains part: String, process: String) -> ScreeningRule {
        ScreeningRule(
            name: "Subject contains \(part)", condition: .subject(TextTest(kind: .contains(part))),
            action: .process(process))
    }

    /// `{ "name": …, "from": "bills@seller.example", "process": "AP" }`
    package static func sender(is address: MailAddress, process: String) -> ScreeningRule {
        ScreeningRule(
            name: "Sender is \(address)", condition: .from(TextTest(kind: .equals(address.description))),
            action: .process(process))
    }
}
