import Invoicing

extension Rule {
    static let dates: [Rule] = [notInFuture, notTooOld, dueAfterIssue, termsAreUsual, deliveryIsNear, periodIsOrdered]

    private static let notInFuture = Rule(
        "invoice-date-future", "The invoice is not dated in the future.", source: practice
    ) { invoice in
        guard let date = invoice.day(.invoiceDate), date.ordinal > invoice.today.ordinal + invoice.settings.futureDays
        else { return [] }
        return [
            invoice.finding(
                "invoice-date-future", .review, "The invoice is dated \(date), after today (\(invoice.today)).",
                [.invoiceDate])
        ]
    }

    private static let notTooOld = Rule(
        "invoice-date-old", "The invoice is not older than the organisation accepts.", source: practice
    ) { invoice in
        let years = invoice.settings.oldestYears
        guard let date = invoice.day(.invoiceDate), date.ordinal < invoice.today.ordinal - years * 366 else {
            return []
        }
        return [
            invoice.finding(
                "invoice-date-old", .review,
                "The invoice is dated \(date), more than \(years) years before today (\(invoice.today)).",
                [.invoiceDate])
        ]
    }

    private static let dueAfterIssue = Rule(
        "due-before-invoice", "The invoice is not due before it was issued.", source: practice
    ) { invoice in
        guard let issued = invoice.day(.invoiceDate), let due = invoice.day(.dueDate), due < issued else { return [] }
        return [
            invoice.finding(
                "due-before-invoice", .review, "The invoice is due on \(due), before its own date \(issued).",
                [.dueDate, .invoiceDate])
        ]
    }

    private static let termsAreUsual = Rule(
        "due-date-far", "The due date is within the usual terms.", source: practice
    ) { invoice in
        guard let issued = invoice.day(.invoiceDate), let due = invoice.day(.dueDate),
            due.ordinal > issued.ordinal + invoice.settings.longestTermsDays
        else { return [] }
        return [
            invoice.finding(
                "due-date-far", .warning,
                "The invoice is due on \(due), \(due.ordinal - issued.ordinal) days after its date \(issued).",
                [.dueDate, .invoiceDate])
        ]
    }

    private static let deliveryIsNear = Rule(
        "delivery-date-far", "Deliveries and tax points are near the invoice's date.", source: practice
    ) { invoice in
        guard let issued = invoice.day(.invoiceDate) else { return [] }
        let names: [FieldName] = [.deliveryDate, .taxPointDate, .servicePeriodEnd]
        return names.compactMap { name in
            guard let day = invoice.day(name), abs(day.ordinal - issued.ordinal) > invoice.settings.deliveryDays
            else { return nil }
            return invoice.finding(
                "delivery-date-far", .warning,
                "The \(words(name)) \(day) is \(abs(day.ordinal - issued.ordinal)) days from the invoice's date \(issued).",
                [name, .invoiceDate])
        }
    }

    /// EN 16931 BR-29 and, for lines, BR-30.
    private static let periodIsOrdered = Rule("BR-29", "A period ends after it begins.", source: standard) { invoice in
        var findings: [Finding] = []
        if let start = invoice.day(.servicePeriodStart), let end = invoice.day(.servicePeriodEnd), end < start {
            findings.append(
                invoice.finding(
                    "BR-29", .review, "The service period ends on \(end), before it begins on \(start).",
                    [.servicePeriodStart, .servicePeriodEnd]))
        }
        for line in invoice.lines {
            guard let start = line.group.day(.periodStart), let end = line.group.day(.periodEnd), end < start
            else { continue }
            findings.append(
                invoice.finding(
                    "BR-30", .review, "The period of line \(line.number) ends on \(end), before it begins on \(start).",
                    [.periodStart, .periodEnd], rows: [line.group]))
        }
        return findings
    }

    private static func words(_ name: FieldName) -> String {
        switch name {
        case .deliveryDate: "delivery date"
        case .taxPointDate: "tax point date"
        default: "end of the service period"
        }
    }
}

extension FieldGroup {
    fileprivate func day(_ name: FieldName) -> Day? { self[name].flatMap { Day(iso: $0.value) } }
}
