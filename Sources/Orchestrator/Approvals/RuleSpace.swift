import Foundation
import Invoicing

/// All requests in one currency that a condition fits, as boxes that can be taken from each other: what is left of a rule
/// when those above it are taken away shows whether it can be reached.
struct RuleSpace {
    /// What a value may be: one of these, or anything but these.
    enum Choice: Equatable {
        case only(Set<String>)
        case anyBut(Set<String>)

        static let all = Choice.anyBut([])

        init(_ value: String?) { self = value.map { .only([$0]) } ?? .all }

        var isEmpty: Bool { self == .only([]) }

        func and(_ other: Choice) -> Choice {
            switch (self, other) {
            case (.only(let mine), .only(let theirs)): .only(mine.intersection(theirs))
            case (.only(let mine), .anyBut(let theirs)), (.anyBut(let theirs), .only(let mine)):
                .only(mine.subtracting(theirs))
            case (.anyBut(let mine), .anyBut(let theirs)): .anyBut(mine.union(theirs))
            }
        }

        var inverse: Choice {
            switch self {
            case .only(let set): .anyBut(set)
            case .anyBut(let set): .only(set)
            }
        }
    }

    struct Box: Equatable {
        /// Department, cost centre, supplier, risk.
        var choices: [Choice]
        /// Both ends included; `to` `nil` = no end.
        var from: Decimal
        var to: Decimal?
        /// At least one of each set is wrong with the invoice.
        var some: [Set<String>]
        /// None of these is.
        var none: Set<String>

        var isEmpty: Bool {
            choices.contains(where: \.isEmpty) || to.map { $0 < from } ?? false
                || some.contains { $0.isSubset(of: none) }
        }
    }

    /// Too many to look at all of them.
    static let most = 5_000

    private(set) var boxes: [Box]
    /// The smallest amount of the currency.
    private let step: Decimal

    /// - Parameters:
    ///   - currency: `nil` = one that no rule names.
    ///   - isWhole: How a band in another currency counts, whose ends are not known in this one: as all amounts, or none.
    init(_ condition: ApprovalCondition, in currency: Currency?, isWhole: Bool) {
        step = Decimal(1) / Decimal.powerOfTen(currency?.minorDigits ?? 2)
        var box = Box(
            choices: [
                Choice(condition.department), Choice(condition.costCentre), Choice(condition.supplierID),
                condition.risks.map { .only(Set($0.map(\.rawValue))) } ?? .all,
            ], from: condition.amountFrom ?? 0, to: condition.amountTo,
            some: condition.failures.map { [$0] } ?? [], none: [])
        guard let wanted = condition.currency, wanted != currency else {
            boxes = box.isEmpty ? [] : [box]
            return
        }
        let isUnbounded = box.from == 0 && box.to == nil
        guard condition.converts, isWhole || isUnbounded else {
            boxes = []
            return
        }
        (box.from, box.to) = (0, nil)
        boxes = [box]
    }

    var isEmpty: Bool { boxes.isEmpty }

    /// - Returns: `false` when it became too intricate; what is left then is more than it should be.
    mutating func subtract(_ other: RuleSpace) -> Bool {
        for taken in other.boxes {
            boxes = boxes.flatMap { box in
                Self.common(box, taken).isEmpty ? [box] : Self.rest(of: box, without: taken, step)
            }
            if boxes.count > Self.most { return false }
        }
        return true
    }

    func meets(_ other: RuleSpace) -> RuleSpace {
        var copy = self
        copy.boxes = boxes.flatMap { mine in other.boxes.map { Self.common(mine, $0) } }.filter { !$0.isEmpty }
        return copy
    }

    private static func common(_ left: Box, _ right: Box) -> Box {
        Box(
            choices: zip(left.choices, right.choices).map { $0.and($1) }, from: max(left.from, right.from),
            to: [left.to, right.to].compactMap { $0 }.min(), some: left.some + right.some,
            none: left.none.union(right.none))
    }

    /// Disjoint boxes: in each one more condition of `taken` does not hold.
    private static func rest(of box: Box, without taken: Box, _ step: Decimal) -> [Box] {
        var rest: [Box] = []
        var inside = box
        for index in box.choices.indices {
            var outside = inside
            outside.choices[index] = inside.choices[index].and(taken.choices[index].inverse)
            rest.append(outside)
            inside.choices[index] = inside.choices[index].and(taken.choices[index])
        }
        var below = inside
        below.to = [inside.to, taken.from - step].compactMap { $0 }.min()
        rest.append(below)
        inside.from = max(inside.from, taken.from)
        if let end = taken.to {
            var above = inside
            above.from = max(inside.from, end + step)
            rest.append(above)
            inside.to = [inside.to, end].compactMap { $0 }.min()
        }
        for set in taken.some {
            var without = inside
            without.none.formUnion(set)
            rest.append(without)
            inside.some.append(set)
        }
        return rest.filter { !$0.isEmpty }
    }
}
