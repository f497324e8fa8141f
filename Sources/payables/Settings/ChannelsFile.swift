import Channels
import Foundation
import Mailroom
import Orchestrator

/// `--channels FILE`: ways to people, and who wants to hear when. Paths in it are seen from its own folder.
struct ChannelsFile: Sendable {
    private var others: [String: any Channel] = [:]
    private var mails: [String: MailSettings] = [:]
    /// Language of letters by recipient, as the file has it: `de`.
    private(set) var languages: [String: String] = [:]
    /// For recipients of whom none is set; `nil` = English.
    private(set) var language: String?
    /// Without the mail addresses that the records know.
    private(set) var preferences = NoticePreferences(others: .init(channels: []))
    /// How many letters one person gets; `nil` = as many as there are.
    private(set) var cap: RecipientCap?
    private var faults: [String] = []
    private let surroundings: SettingsSurroundings
    private let clock: any EngineClock

    /// - Throws: ``CommandFailure`` with every fault of the file.
    init(
        path: String, environment: [String: String] = ProcessInfo.processInfo.environment,
        clock: any EngineClock = SystemClock()
    ) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.noInput, "The channels file \(path) cannot be read.")
        }
        guard case .object(let values)? = try? JSONDecoder().decode(JSONValue.self, from: bytes) else {
            throw CommandFailure(.usage, "The channels file \(path) is not a JSON object.")
        }
        surroundings = SettingsSurroundings(file: path, environment: environment)
        self.clock = clock
        read(ObjectReader("", values))
        guard faults.isEmpty else {
            throw CommandFailure(
                .usage, "Faults in the channels file \(path):\n" + faults.map { "  - \($0)" }.joined(separator: "\n"))
        }
    }

    /// - Parameter writer: Of mails; `nil` = letters are sent in their own words, as plain text.
    func channels(writer: (any LetterWriter)?) -> [String: any Channel] {
        others.merging(mails.mapValues { MailChannel($0, writer: writer) }) { first, _ in first }
    }

    private mutating func read(_ given: ObjectReader) {
        var top = given
        for (name, given) in top.objects("channels") {
            var reader = given
            if let channel = channel(name, &reader) { others[name] = channel }
            faults += reader.finished()
        }
        if others.isEmpty, mails.isEmpty, faults.isEmpty { faults.append("channels must name at least one channel") }
        if var reader = top.reader("everybody") {
            preferences.others = recipient(&reader)
            language = reader.text("language")
            faults += reader.finished()
        } else {
            faults.append("everybody is missing: it says how people are told for whom nothing else is set")
        }
        for (id, given) in top.objects("recipients") {
            var reader = given
            preferences.recipients[id] = recipient(&reader)
            languages[id] = reader.text("language")
            faults += reader.finished()
        }
        preferences.ticketsTo = top.texts("tickets") ?? []
        if var reader = top.reader("cap") {
            cap = RecipientCap(
                perHour: reader.count("an_hour", 1...10_000) ?? 60, perDay: reader.count("a_day", 1...100_000) ?? 500)
            faults += reader.finished()
        }
        faults += top.finished()
    }

    private func recipient(_ reader: inout ObjectReader) -> NoticePreferences.Recipient {
        var recipient = preferences.others
        if let names = reader.texts("channels") {
            for name in names where others[name] == nil && mails[name] == nil {
                reader.fault("channels", "names \(name), which is no channel")
            }
            recipient.channels = names
        }
        recipient.addresses = reader.table("addresses")
        for name in recipient.addresses.keys.sorted() where !preferences.addressed.contains(name) {
            reader.fault("addresses", "names \(name), which needs no address or is no channel")
        }
        if let text = reader.text("digest_at") {
            recipient.timing.digestAt = ClockTime(text)
            if ClockTime(text) == nil { reader.fault("digest_at", "must be a time such as 07:30") }
        }
        if let text = reader.text("quiet") {
            recipient.timing.quiet = QuietHours(text)
            if QuietHours(text) == nil { reader.fault("quiet", "must be hours such as 19:00-07:00") }
        }
        if let text = reader.text("time_zone") {
            if let zone = TimeZone(identifier: text) {
                recipient.timing.zone = zone
            } else {
                reader.fault("time_zone", "must be a time zone such as Europe/Berlin")
            }
        }
        return recipient
    }

    /// - Returns: `nil` for mail, and for what is at fault.
    private mutating func channel(_ name: String, _ reader: inout ObjectReader) -> (any Channel)? {
        switch reader.required("kind") {
        case "file": return reader.required("folder").map { FileChannel(surroundings.place($0)) }
        case "webhook": return webhook(&reader)
        case "smtp":
            preferences.addressed.insert(name)
            mails[name] = mail(&reader)
            return nil
        case nil: return nil
        default:
            reader.fault("kind", "must be file, webhook or smtp")
            return nil
        }
    }

    private func webhook(_ reader: inout ObjectReader) -> (any Channel)? {
        let isPrivate = reader.flag("private_addresses")
        let url = reader.required("url")
        let secret = surroundings.secret("secret", &reader, isRequired: true).flatMap { text -> WebhookSecret? in
            let secret = WebhookSecret(text)
            if secret == nil { reader.fault("secret", "must be base64 of 24 to 64 bytes, with or without whsec_") }
            return secret
        }
        guard let url else { return nil }
        do throws(WebhookAddress.Fault) {
            let address = try WebhookAddress(url, privateAllowed: isPrivate)
            return secret.map { WebhookChannel(address, secret: $0, clock: clock) }
        } catch {
            reader.fault("url", error.problem)
            return nil
        }
    }

    private func mail(_ reader: inout ObjectReader) -> MailSettings? {
        let (server, from) = (reader.required("server"), reader.required("from"))
        let user = reader.text("user")
        let password = surroundings.secret("password", &reader, isRequired: user != nil)
        let authorities = reader.text("trust").map { surroundings.place($0).path }
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            reader.fault("trust", "names the file \(authorities), which cannot be read")
        }
        let login = user.flatMap { user in password.flatMap { MailLogin(user: user, password: $0) } }
        if user != nil, password != nil, login == nil {
            reader.fault("user", "or its password has a control character")
        }
        if user == nil, password != nil { reader.fault("user", "is missing, but there is a password") }
        guard let server, let from else { return nil }
        do throws(MailSettings.Fault) {
            return try MailSettings(server: server, from: from, login: login, authorities: authorities)
        } catch {
            faults(of: error, &reader)
            return nil
        }
    }

    private func faults(of error: MailSettings.Fault, _ reader: inout ObjectReader) {
        let words = error.problem.split(separator: " ", maxSplits: 1)
        reader.fault(String(words.first ?? "server"), String(words.last ?? ""))
    }
}
