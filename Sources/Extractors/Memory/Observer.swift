import Foundation
import Invoicing

/// Finds out what a correction teaches: where on the page the right value stands, and who sent the page.
struct Observer {
    let view: DocumentView
    let schema: ExtractionSchema
    let itemRows: Set<Int>
    let identifiers: PartyIdentifiers
    let recollection: Recollection
    /// As it was extracted, before the correction.
    let fields: FieldGroup
    /// Of the document as it was taken at first, as that is what later ones are held against.
    let print: LayoutPrint
    /// The type that the document was taken for, and those that there are.
    let takenFor: String?
    let documentTypes: Set<String>

    func observe(_ correction: Correction) -> Observation {
        var taught: [Observation.Taught] = []
        var faults: [String] = []
        for (name, change) in correction.changes.sorted(by: { $0.key < $1.key }) {
            do throws(Fault) { taught.append(try learn(name, change)) } catch {
                faults.append("\(name.rawValue): \(error.reason)")
            }
        }
        var corrected = fields.mapValues(\.value)
        for one in taught { corrected[one.lesson.field] = one.new }
        return Observation(
            identity: PageIdentity(marks: marks(corrected), print: print), taught: taught, faults: faults)
    }

    private struct Fault: Error { var reason: String }

    private func learn(_ name: FieldName, _ change: Correction.Change) throws(Fault) -> Observation.Taught {
        guard let rule = schema.fields.first(where: { $0.name == name }) else {
            throw Fault(reason: "\(schema.name) documents have no such field (payables schema show \(schema.name))")
        }
        if name == .documentType {
            guard let value = change.value, documentTypes.contains(value) else {
                throw Fault(reason: "must be one of \(documentTypes.sorted().joined(separator: ", "))")
            }
            return Observation.Taught(
                lesson: Lesson(field: name, exact: value, instead: takenFor), old: takenFor, new: value, missed: [])
        }
        if name == .supplierAddress, let value = change.value, !value.isEmpty {
            return taught(Lesson(field: name, exact: value), value)
        }
        if change.value == "" { return try absent(name) }
        if let value = change.value, let problem = Self.problem(value, rule.type) { throw Fault(reason: problem) }
        let spot = try spot(rule, change)
        guard let value = change.value ?? spot?.value else { throw Fault(reason: "nothing is printed in the box") }
        if Lesson.constants.contains(name) {
            return taught(Lesson(field: name, place: spot.map(place), exact: value), value)
        }
        guard let spot else {
            throw Fault(reason: "the value is printed nowhere in the document; say with --box where it stands")
        }
        return taught(Lesson(field: name, place: place(spot)), value)
    }

    private func taught(_ lesson: Lesson, _ value: String?) -> Observation.Taught {
        Observation.Taught(
            lesson: lesson, old: fields[lesson.field]?.value, new: value, missed: missed(lesson.field, value))
    }

    private func place(_ spot: TypedSpot) -> PrintedPlace { PrintedPlace(view, row: spot.row, tokens: spot.tokens) }

    /// The document does not have the field: what stood for it is to be left.
    private func absent(_ name: FieldName) throws(Fault) -> Observation.Taught {
        guard let page = fields[name]?.evidence?.page, let box = fields[name]?.evidence?.box,
            let wrong = PrintedText(view: view).tokens(in: box, page: page)
        else { throw Fault(reason: "is empty already, or was computed: there is no place to be forgotten") }
        return taught(Lesson(field: name, place: place(wrong), isAbsent: true), nil)
    }

    /// - Returns: `nil` when the value is not printed.
    private func spot(_ rule: FieldRule, _ change: Correction.Change) throws(Fault) -> TypedSpot? {
        let all = TypedSpots(view: view).all(rule.type)
        if let page = change.page, let box = change.box {
            guard let inside = PrintedText(view: view).tokens(in: box, page: page) else {
                throw Fault(reason: "nothing is printed in the box")
            }
            let typed = all.filter { $0.row == inside.row && $0.tokens.overlaps(inside.tokens) }
            let best = typed.max {
                $0.tokens.clamped(to: inside.tokens).count < $1.tokens.clamped(to: inside.tokens).count
            }
            let isText = [.text, .name, .address].contains(rule.type)
            return isText ? inside : best ?? inside
        }
        guard let value = change.value else { throw Fault(reason: "needs a value or a box") }
        var places = all.filter { Self.isSame($0.value, value, rule.type) }
        if places.isEmpty {
            let text = PrintedText(view: view)
            places = rule.type == .vatID ? text.all(vatID: value) : text.all(value)
        }
        if places.isEmpty, rule.name == .taxTotal, let part = partOfSum(value, all) { return part }
        return places.isEmpty ? nil : SpotRank(view: view, itemRows: itemRows).best(of: places, rule)
    }

    /// The first of two to four amounts under one label, such as one for each rate, that add up to the value.
    private func partOfSum(_ value: String, _ spots: [TypedSpot]) -> TypedSpot? {
        guard let sum = Decimal(canonical: value) else { return nil }
        var groups: [(label: PlaceAnchor, spots: [TypedSpot], sum: Decimal)] = []
        for spot in spots where !itemRows.contains(spot.row) {
            guard let label = place(spot).anchors.first, let amount = Decimal(canonical: spot.value) else { continue }
            if let index = groups.firstIndex(where: { $0.label == label }) {
                groups[index].spots.append(spot)
                groups[index].sum += amount
            } else {
                groups.append((label, [spot], amount))
            }
        }
        return groups.first { (2...4).contains($0.spots.count) && $0.sum == sum }?.spots.first
    }

    /// Values are given as results write them.
    private static func problem(_ value: String, _ type: ValueType) -> String? {
        switch type {
        case .date: Day(iso: value) == nil ? "must be a day such as 2026-01-31" : nil
        case .amount, .quantity, .percent: Decimal(canonical: value) == nil ? "must be a number such as 1234.50" : nil
        default: value.utf8.count > 400 ? "is too long" : nil
        }
    }

    private static func isSame(_ left: String, _ right: String, _ type: ValueType) -> Bool {
        switch type {
        case .amount, .quantity, .percent:
            guard let a = Decimal(canonical: left), let b = Decimal(canonical: right) else { return false }
            return a.magnitude == b.magnitude
        default: return Folding.key(left) == Folding.key(right)
        }
    }

    private func missed(_ name: FieldName, _ value: String?) -> [Int] {
        guard let entries = recollection.entries[name], let type = schema.fields.first(where: { $0.name == name })?.type
        else { return [] }
        let spots = TypedSpots(view: view).all(type)
        return entries.filter { entry in
            if let exact = entry.lesson.exact { return Folding.key(exact) != Folding.key(value ?? "") }
            guard let remembered = entry.lesson.place else { return false }
            let liked = spots.map { ($0, remembered.likeness(to: place($0))) }.filter { $0.1 > 0.5 }
            guard let best = liked.max(by: { $0.1 < $1.1 }) else { return false }
            return entry.lesson.isAbsent
                ? liked.contains { Self.isSame($0.0.value, value ?? "", type) }
                : value.map { !Self.isSame(best.0.value, $0, type) } ?? true
        }.map(\.version)
    }

    /// Country letters may be missing, or be no country's: "NO 931238441" for "No. 931238441".
    private static func isSameNumber(_ left: String, _ right: String) -> Bool {
        func bare(_ value: String) -> String {
            let key = Folding.key(value)
            return key.utf8.prefix(2).allSatisfy { $0 >= 97 } ? String(key.dropFirst(2)) : key
        }
        return bare(left) == bare(right)
    }

    /// What is the supplier's of all numbers on the page: what the (corrected) fields say, else all that are not the
    /// customer's.
    private func marks(_ corrected: [FieldName: String]) -> SupplierMarks {
        var marks = SupplierMarks(identifiers)
        let customer = fields[.customerName]?.evidence.flatMap { evidence in
            evidence.page.flatMap { page in evidence.box.map { (page: page, box: $0) } }
        }
        let theirs = identifiers.vatIDs.filter { $0.owner == .customer || identifiers.isInside($0, customer) }.map(
            \.value)
        marks.vatIDs.subtract(theirs + [corrected[.customerVATID]].compactMap(\.self))
        let isSaid = corrected[.supplierVATID] != fields[.supplierVATID]?.value
        if !isSaid, !marks.ibans.isEmpty {
            // It may be the customer's, which the account seldom is.
            marks.vatIDs = []
        } else if let own = corrected[.supplierVATID] {
            // Where the supplier's is printed in a form that was not seen as one, all that were seen are others'.
            marks.vatIDs = marks.vatIDs.filter { Self.isSameNumber($0, own) }
        }
        if let own = corrected[.supplierIBAN], marks.ibans.contains(own) { marks.ibans = [own] }
        let buyer = Folding.key(corrected[.customerName] ?? "")
        marks.domains = marks.domains.filter { domain in
            buyer.isEmpty || !(buyer.hasPrefix(domain) || domain.hasPrefix(buyer.prefix(6)))
        }
        if let name = corrected[.supplierName], PrintedText(view: view).find(name) != nil {
            marks.name = Folding.key(name)
        }
        return marks
    }
}
