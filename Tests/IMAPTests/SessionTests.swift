import NIOCore
import Testing

@testable import IMAP

@Suite("A connection's life") struct SessionTests {
    private func greeted(_ capabilities: String = "IMAP4rev1") -> Session {
        var session = Session()
        let actions = session.received("* OK [CAPABILITY \(capabilities)] hello\r\n")
        #expect(actions.contains(.clock(.off)))
        return session
    }

    private func write(_ text: String) -> Session.Action { .write(Array(text.utf8)) }

    private func outcome(_ actions: [Session.Action]) -> Result<Answer, IMAPFailure>? {
        actions.compactMap { if case .finish(let result) = $0 { result } else { nil } }.first
    }

    private func failure(_ actions: [Session.Action]) -> IMAPFailure? {
        if case .failure(let failure) = outcome(actions) { failure } else { nil }
    }

    static let noGreetings: [(String, IMAPFailure.Layer, String?)] = [
        ("* PREAUTH you are in\r\n", .protocol, nil), ("* BYE [UNAVAILABLE] no\r\n", .closed, "UNAVAILABLE"),
        ("220 mail.example ESMTP\r\n", .protocol, nil), ("* 1 EXISTS\r\n", .protocol, nil),
        ("HTTP/1.1 400 Bad Request\r\n", .protocol, nil), ("a1 OK x\r\n", .protocol, nil),
    ]

    @Test("begins with a greeting", arguments: noGreetings)
    func greeting(_ text: String, _ layer: IMAPFailure.Layer, _ code: String?) {
        var session = Session()
        let actions = session.received(text)
        #expect(failure(actions)?.layer == layer)
        #expect(failure(actions)?.code == code)
        #expect(actions.last == .close)
    }

    @Test("sends a literal when the server is ready for it") func literal() {
        var session = greeted()
        var command = Command("LOGIN", layer: .login)
        command.add(value: Array("änne".utf8))
        command.add(value: Array("b\r\nx DELETE INBOX".utf8))
        #expect(session.begin(command) == [write("a1 LOGIN {5}\r\n"), .clock(.answer)])
        #expect(session.received("+ go\r\n") == [.clock(.answer), write("änne {17}\r\n")])
        #expect(session.received("+ go\r\n") == [.clock(.answer), write("b\r\nx DELETE INBOX\r\n")])
    }

    @Test("sends a short literal at once where the server offers it") func pushedLiteral() {
        var session = greeted("IMAP4rev1 LITERAL+")
        var command = Command("CREATE", layer: .mailbox)
        command.add(value: Array("ä".utf8))
        #expect(session.begin(command).first == write("a1 CREATE {2+}\r\nä\r\n"))
    }

    @Test("a value is quoted, so it is no command") func quoted() {
        var session = greeted()
        var command = Command("SELECT", layer: .mailbox)
        command.add(value: Array("a\" b\\ {5}".utf8))
        #expect(session.begin(command).first == write("a1 SELECT \"a\\\" b\\\\ {5}\"\r\n"))
    }

    @Test("takes one command at a time") func oneAtATime() {
        var session = greeted()
        _ = session.begin(Command("NOOP", layer: .closed))
        #expect(failure(session.begin(Command("NOOP", layer: .closed)))?.layer == .protocol)
    }

    @Test("an answer to nothing ends it", arguments: ["a9 OK x\r\n", "a1 OK x\r\na1 OK x\r\n", "+ more\r\n"])
    func strangeAnswer(_ text: String) {
        var session = greeted()
        _ = session.begin(Command("NOOP", layer: .closed))
        #expect(session.received(text).last == .close)
        #expect(failure(session.begin(Command("NOOP", layer: .closed)))?.layer == .protocol)
    }

    @Test("nothing said in clear survives STARTTLS") func upgrade() {
        var session = greeted("IMAP4rev1 STARTTLS AUTH=PLAIN")
        _ = session.begin(Command("STARTTLS", layer: .tls, kind: .startTLS))
        let actions = session.received("* CAPABILITY AUTH=EVIL\r\n* 5 EXISTS\r\na1 OK [CAPABILITY AUTH=EVIL] go\r\n")
        #expect(actions.last == .upgrade)
        #expect(session.capabilities == nil)
        #expect(session.news == MailboxNews())
    }

    static let injections = ["* CAPABILITY AUTH=PLAIN\r\n", "* O", "a2 OK x\r\n", "\0"]

    @Test("what comes right behind the answer to STARTTLS ends it", arguments: injections)
    func injection(_ text: String) {
        var session = greeted("IMAP4rev1 STARTTLS")
        _ = session.begin(Command("STARTTLS", layer: .tls, kind: .startTLS))
        let actions = session.received("a1 OK go\r\n" + text)
        #expect(!actions.contains(.upgrade))
        #expect(failure(actions)?.layer == .tls)
        #expect(actions.last == .close)
    }

    @Test("IDLE ends at news, and tells what came") func idle() {
        var session = greeted()
        _ = session.begin(Command("IDLE", layer: .mailbox, kind: .idle))
        #expect(session.received("+ idling\r\n").last == .clock(.news))
        #expect(session.received("* OK Still here\r\n").last == .clock(.news))
        #expect(session.received("* 1 FETCH (FLAGS (\\Seen))\r\n").last == .clock(.news))
        #expect(session.received("* 5 EXISTS\r\n") == [.clock(.answer), write("DONE\r\n"), .clock(.answer)])
        #expect(session.received("* VANISHED 7:9\r\n") == [.clock(.answer)])
        #expect(outcome(session.received("a1 OK done\r\n")) == .success(Answer()))
        let news = session.takeNews()
        #expect(news.hasArrivals && news.hasRemovals && news.hasFlagChanges)
        #expect(news.vanished == UIDRanges(ranges: [7...9]))
        #expect(session.takeNews() == MailboxNews())
    }

    @Test("what comes between a look and IDLE is not missed") func noLostNews() {
        var session = greeted()
        #expect(session.received("* 1 EXISTS\r\n") == [])
        #expect(outcome(session.begin(Command("IDLE", layer: .mailbox, kind: .idle))) == .success(Answer()))
        #expect(session.takeNews().hasArrivals)
    }

    @Test("messages that were there are no arrivals") func noFalseNews() {
        var session = greeted()
        _ = session.begin(Command("SELECT x", layer: .mailbox, kind: .open))
        _ = session.received("* 5 EXISTS\r\na1 OK x\r\n")
        _ = session.received("* 5 EXISTS\r\n* 2 EXPUNGE\r\n* 4 EXISTS\r\n")
        #expect(session.takeNews().hasArrivals == false)
        _ = session.received("* 5 EXISTS\r\n")
        #expect(session.takeNews().hasArrivals)
    }

    @Test("a goodbye tells why, also between commands") func goodbye() {
        var session = greeted()
        #expect(session.received("* BYE [UNAVAILABLE] off\r\n").last == .close)
        let later = failure(session.begin(Command("NOOP", layer: .closed)))
        #expect(later?.layer == .closed && later?.status == .bye && later?.code == "UNAVAILABLE")
    }

    @Test("LOGOUT ends with BYE, with or without an answer", arguments: ["* BYE x\r\na1 OK x\r\n", "* BYE x\r\n"])
    func logout(_ text: String) {
        var session = greeted()
        _ = session.begin(Command("LOGOUT", layer: .closed, kind: .logout))
        let actions = session.received(text) + session.end(IMAPFailure(.closed, ""))
        #expect(outcome(actions) == .success(Answer()))
    }

    @Test("a server that talks without end is cut off") func floods() {
        for text in ["* 1 EXPUNGE\r\n", "* OK x\r\n", "* 1 FETCH (FLAGS ())\r\n"] {
            var session = Session(limits: ResponseLimits(responses: 100, bytes: 10_000, entries: 100))
            _ = session.received("* OK x\r\n")
            _ = session.begin(Command("NOOP", layer: .closed))
            #expect(session.received(String(repeating: text, count: 101)).last == .close)
            session = Session(limits: ResponseLimits(responses: 100, bytes: 10_000, entries: 100))
            _ = session.received("* OK x\r\n")
            #expect(session.received(String(repeating: text, count: 101)).last == .close)
        }
    }

    @Test("nothing is kept of what comes after the end") func afterTheEnd() {
        var session = greeted()
        var buffer = ByteBuffer(string: "* BYE x\r\n* 1 EXISTS\r\nabc")
        _ = session.received(&buffer)
        #expect(buffer.readableBytes == 0)
        buffer = ByteBuffer(string: "more")
        #expect(session.received(&buffer) == [] && buffer.readableBytes == 0)
    }

    @Test("a login is not continued for ever") func replies() {
        var session = greeted()
        var command = Command("AUTHENTICATE XOAUTH2 abc", layer: .login)
        command.replies = [[]]
        _ = session.begin(command)
        #expect(session.received("+ e30=\r\n").last == write("\r\n"))
        #expect(session.received("+ e30=\r\n").last == write("*\r\n"))
        #expect(session.received("+ e30=\r\n").last == .close)
    }
}
