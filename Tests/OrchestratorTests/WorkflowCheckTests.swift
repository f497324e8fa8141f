import Foundation
import Invoicing
import Orchestrator
import Support
import Testing

@Suite("Checks of definitions") struct WorkflowCheckTests {
    private static func schema(_ name: String) throws -> JSONSchema {
        try JSONSchema(json: try Data(contentsOf: Repository.schemas.appending(path: "\(name).schema.json")))
    }

    private static func check(_ approvals: ApprovalTable? = nil) throws -> WorkflowCheck {
        WorkflowCheck(
            agents: try AgentRegistry(), approvals: approvals, form: try schema("workflow"), parts: try schema("result")
        )
    }

    private static func file(_ name: String) throws -> Data {
        try Data(contentsOf: Repository.schemas.appending(path: "workflows/\(name).json"))
    }

    @Test(arguments: ["ap-po", "ap-approval"]) func goodDefinitionsPass(_ name: String) throws {
        #expect(try Self.check().faults(in: Self.file(name)) == [])
    }

    /// Good definitions with one known flaw each, made by chance from the seed.
    @Test func badDefinitionsAreRefusedAtTheRightPlace() throws {
        let check = try Self.check()
        let bases = try ["ap-po", "ap-approval"].map { try #require(JSONValue(bounded: Self.file($0))) }
        var made: [Flaw: Int] = [:]
        for seed in 1...640 {
            let dice = SimDice(UInt64(seed))
            let flaw = Flaw.allCases[seed % Flaw.allCases.count]
            guard let bad = BadDefinition(bases[dice.below(2)], flaw, dice) else { continue }
            made[flaw, default: 0] += 1
            let faults = check.faults(in: try JSONText.line(bad.source))
            #expect(
                faults.contains { $0.pointer.description == bad.place },
                "seed \(seed), \(flaw): wanted \(bad.place), told \(faults.map(\.description))")
        }
        #expect(made.values.reduce(0, +) >= 300)
        #expect(
            made.count == Flaw.allCases.count,
            "every kind of flaw was made: \(Flaw.allCases.filter { made[$0] == nil })")
    }

    @Test func severalFaultsAreToldAtOnceInTheOrderOfTheFile() throws {
        var source = try #require(JSONValue(bounded: Self.file("ap-po")))
        source[at: "steps", "6", "on_failur"] = .string("end")
        source[at: "steps", "3", "on_failure"] = .string("match")
        source[at: "steps", "1", "settings", "threshold"] = .number(7)
        source[at: "version"] = .number(0)
        let told = try Self.check().faults(in: JSONText.line(source)).map(\.description)
        #expect(
            told == [
                "/steps/1/settings/threshold: must be 0...1",
                "/steps/3/on_failure: leads to itself, so a failed case would never end; name a later step, or end",
                "/steps/6/on_failur: is not known; there are $comment, agent, id, on_failure, retry, settings, timeouts, when",
                "/version: must be at least 1",
            ])
    }

    @Test func somebodyHasToBeThereToApprove() throws {
        var table = ApprovalTable(
            rows: [
                .init(rule: "small", approvers: [], autoApprove: true), .init(rule: "large", approvers: []),
            ], approvers: [])
        let faults = try Self.check(table).faults(in: Self.file("ap-approval"))
        #expect(
            faults.map(\.description) == [
                "/steps/4/agent: rule large of the approval table names no approver; give at least one"
            ])
        table.rows.removeLast()
        table.defaultApprover = ""
        #expect(
            try Self.check(table).faults(in: Self.file("ap-approval")).map(\.pointer.description) == ["/steps/4/agent"])
    }

    @Test func aFailedCaseIsNeverBooked() throws {
        var source = try #require(JSONValue(bounded: Self.file("ap-approval")))
        source[at: "steps", "3", "on_failure"] = .string("post")
        let told = try Self.check().faults(in: JSONText.line(source)).map(\.description)
        #expect(
            told.contains(
                "/steps/3/on_failure: leads to post, which must never be reached by a case in which a step has failed; name a"
                    + " step behind it, or end"))
    }
}

/// Kinds of flaws, one for each thing that is checked.
enum Flaw: CaseIterable {
    case missingKey, unknownKey, wrongKind, unknownAgent, unknownSetting, settingOfWrongKind, settingOutOfRange
    case timeout, shortTotal, attempts, shortCap, budget, leadsToItself, leadsBack, leadsNowhere, leadsToBooking
    case repeatedID, oddID, unknownFact, contradiction, missingProducer, order, effectTwice, name, version, noSteps
    case sameConditionTwice, failureWithoutItsPart
}

struct BadDefinition {
    var source: JSONValue
    /// Where the fault must be told.
    var place: String

    /// - Returns: `nil` where chance chose a place that cannot have the flaw.
    init?(_ base: JSONValue, _ flaw: Flaw, _ dice: SimDice) {
        source = base
        guard case .array(let steps)? = base["steps"] else { return nil }
        let index = dice.below(steps.count)
        let step = "/steps/\(index)"
        place = step
        func pick<Value>(_ values: [Value]) -> Value { values[dice.below(values.count)] }
        func set(_ keys: String..., to value: JSONValue?) {
            source[path: ["steps", "\(index)"] + keys] = value
            place = step + keys.map { "/\($0)" }.joined()
        }
        func id(_ index: Int) -> String { if case .string(let id)? = steps[index]["id"] { id } else { "" } }
        switch flaw {
        case .missingKey:
            let key = pick(["id", "agent", "settings", "timeouts", "retry", "on_failure", "when"])
            source[path: ["steps", "\(index)", key]] = nil
        case .unknownKey:
            switch dice.below(3) {
            case 0: set("on_failur", to: .string("end"))
            case 1: set("timeouts", "runn", to: .number(1))
            default: set("retry", "tries", to: .number(1))
            }
        case .wrongKind:
            let key = pick(["id", "agent", "settings", "timeouts", "retry", "on_failure", "when"])
            set(key, to: pick([.number(5), .bool(true), .null]))
        case .unknownAgent: set("agent", to: .string(pick(["rea", "matcher", "x", "post2"])))
        case .unknownSetting: set("settings", "treshold", to: .number(1))
        case .settingOfWrongKind:
            guard steps[index]["settings"]?["threshold"] != nil else { return nil }
            set("settings", "threshold", to: pick([.string("high"), .null, .array([])]))
        case .settingOutOfRange:
            let known = ["threshold": [-0.1, 1.01, 97], "interval": [0, -5, 1e12], "reminders": [-1, 101]]
            guard let key = known.keys.sorted().first(where: { steps[index]["settings"]?[$0] != nil }) else {
                return nil
            }
            set("settings", key, to: .number(pick(known[key] ?? [])))
        case .timeout:
            set("timeouts", pick(["run", "total", "person"]), to: pick([.number(0), .number(-1), .number(1e10)]))
        case .shortTotal:
            set("timeouts", "run", to: .number(9_999))
            set("timeouts", "total", to: .number(9_998))
        case .attempts: set("retry", "attempts", to: .number(pick([0, -3, 21, 1.5])))
        case .shortCap:
            set("retry", "delay", to: .number(30))
            set("retry", "cap", to: .number(29))
        case .budget: set("retry", "budget", to: .number(pick([0, -1, 4e7])))
        case .leadsToItself: set("on_failure", to: .string(id(index)))
        case .leadsBack:
            guard index > 0 else { return nil }
            set("on_failure", to: .string(id(dice.below(index))))
        case .leadsNowhere: set("on_failure", to: .string(pick(["End", "nowhere", ""])))
        case .leadsToBooking:
            guard let post = steps.firstIndex(where: { $0["agent"] == .string("post") }), index < post else {
                return nil
            }
            set("on_failure", to: .string(id(post)))
        case .repeatedID:
            guard index > 0 else { return nil }
            set("id", to: .string(id(dice.below(index))))
        case .oddID: set("id", to: .string(pick(["", "end", "Step 1", "-x"])))
        case .unknownFact: set("when", "0", to: .string(pick(["invoise", "!", "!!invoice", ""])))
        case .contradiction:
            guard case .array(let when)? = steps[index]["when"], case .string(let fact)? = when.first,
                !fact.hasPrefix("!")
            else { return nil }
            set("when", "\(when.count)", to: .string("!\(fact)"))
        case .sameConditionTwice:
            guard case .array(let when)? = steps[index]["when"], let fact = when.first else { return nil }
            set("when", to: .array(when + [fact]))
        case .missingProducer:
            let producer = pick(["read", "detect-duplicates", "approve"])
            guard let gone = steps.firstIndex(where: { $0["agent"] == .string(producer) }) else { return nil }
            var rest = steps
            rest.remove(at: gone)
            source[at: "steps"] = .array(rest)
            func needs(_ step: JSONValue) -> Bool {
                guard case .array(let when)? = step["when"] else { return false }
                let facts = [
                    "read": ["readable"], "detect-duplicates": ["!duplicate"], "approve": ["needs-person", "approved"],
                ]
                return when.contains {
                    if case .string(let text) = $0 { facts[producer]?.contains(text) ?? false } else { false }
                }
            }
            guard let first = rest.firstIndex(where: needs), case .array(let when)? = rest[first]["when"] else {
                return nil
            }
            let number = when.firstIndex { $0 == .string("!duplicate") } ?? 0
            place = "/steps/\(first)/when/\(number)"
        case .order:
            var turned = steps
            turned.swapAt(1, 2)
            source[at: "steps"] = .array(turned)
            place = "/steps/2/agent"
        case .effectTwice:
            var more = steps
            guard var again = steps.first(where: { $0["agent"] == .string("post") }) else { return nil }
            again[at: "id"] = .string("post-again")
            more.append(again)
            source[at: "steps"] = .array(more)
            place = "/steps/\(steps.count)/agent"
        case .name:
            source[at: "name"] = pick([.string(""), .string("AP PO"), .number(1), nil])
            place = source["name"] == nil ? "" : "/name"
        case .version:
            source[at: "version"] = pick([.number(0), .number(1.5), .string("1")])
            place = "/version"
        case .noSteps:
            source[at: "steps"] = pick([.array([]), .object([:])])
            place = "/steps"
        case .failureWithoutItsPart:
            // Reading failed, so there is nothing to compare.
            source[path: ["steps", "0", "on_failure"]] = .string(pick(["validate", "detect-duplicates", "match"]))
            place = "/steps/0/on_failure"
        }
    }
}

extension JSONValue {
    subscript(at keys: String...) -> JSONValue? {
        get { keys.reduce(Optional(self)) { $0?.member($1) } }
        set { self[path: keys] = newValue }
    }

    subscript(path keys: [String]) -> JSONValue? {
        get { keys.reduce(Optional(self)) { $0?.member($1) } }
        set {
            guard let key = keys.first else { return }
            let rest = Array(keys.dropFirst())
            var child = rest.isEmpty ? newValue : member(key)
            if !rest.isEmpty { child?[path: rest] = newValue }
            switch self {
            case .object(var members):
                members[key] = child
                self = .object(members)
            case .array(var items):
                guard let index = Int(key), let child else { return }
                if index < items.count { items[index] = child } else { items.append(child) }
                self = .array(items)
            default: return
            }
        }
    }

    private func member(_ key: String) -> JSONValue? {
        switch self {
        case .object(let members): members[key]
        case .array(let items): Int(key).flatMap { $0 < items.count ? items[$0] : nil }
        default: nil
        }
    }
}
