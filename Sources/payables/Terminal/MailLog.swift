import Foundation
import Mailroom
import Orchestrator

/// What happens to mails, for people or as JSON lines; never what stands in one.
enum MailLog {
    static func tell(_ event: MailEvent) {
        switch event {
        case .opened(let name, let new, let isRescan) where new > 0:
            Console.tell("\(place(name)): \(new) new\(isRescan ? ", all of them anew: the mailbox was remade" : "")")
        case .opened, .taken: break
        case .putOff(let name, let uid, let reason):
            Console.tell("\(place(name)): mail \(uid) is tried again: \(Printable.text(reason))")
        case .failed(let name, let failure): Console.tell("\(place(name)): \(failure)")
        case .lost(let name): Console.tell("\(place(name)): another program has it now")
        case .storeAway(let words): Console.tell("mail: \(words); trying again")
        }
    }

    static func write(_ event: MailEvent) {
        var line: [String: String] = ["at": SystemClock().now.iso]
        switch event {
        case .opened(let name, let new, let isRescan):
            line["event"] = isRescan ? "mail-rescan" : "mail-look"
            line["new"] = String(new)
            line["mailbox"] = place(name)
        case .taken(let name, let outcome):
            line["event"] = "mail-taken"
            line["mailbox"] = place(name)
            line["outcome"] = outcome.kind.rawValue
            line["reason"] = outcome.reason?.rawValue
        case .putOff(let name, let uid, _):
            line["event"] = "mail-put-off"
            line["mailbox"] = place(name)
            line["uid"] = String(uid)
        case .failed(let name, let failure):
            line["event"] = "mailbox-failed"
            line["mailbox"] = place(name)
            line["layer"] = failure.layer
        case .lost(let name):
            line["event"] = "mailbox-lost"
            line["mailbox"] = place(name)
        case .storeAway: line["event"] = "mail-store-away"
        }
        if let text = try? JSONText.text(line) { Console.tell(text) }
    }

    private static func place(_ name: MailboxName) -> String { "\(name.account)/\(Printable.text(name.mailbox))" }
}
