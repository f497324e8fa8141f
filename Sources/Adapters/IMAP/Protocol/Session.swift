import NIOCore

/// A connection's life as a pure machine: bytes, orders and ends come in, actions go out.
///
/// One command is under way at a time. Between commands a server may talk, but only ``MailboxNews`` and a BYE are kept.
struct Session: Sendable {
    enum Action: Hashable, Sendable {
        case write([UInt8])
        /// A part of the message that was asked for.
        case body(ByteBuffer)
        /// Ends what is under way: the greeting or a command.
        case finish(Result<Answer, IMAPFailure>)
        /// Put TLS in, now: no byte that comes after this was read in clear.
        case upgrade
        case clock(Clock)
        case close
    }

    /// What is waited for.
    enum Clock: Hashable, Sendable {
        case off
        /// A word of the server.
        case answer
        /// News, or the end of the wait.
        case news
    }

    private enum State: Sendable {
        case greeting
        case ready
        case running(Running)
        case over(IMAPFailure)
    }

    private struct Running: Sendable {
        var command: Command
        var tag: String
        var nextPiece = 0
        var nextReply = 0
        var answer = Answer()
        var isIdling = false
        var isDoneSent = false
        var responses = 0
        var bytes = 0
    }

    let limits: ResponseLimits
    private var framer: ResponseFramer
    private var state = State.greeting
    private var lastTag = 0
    private var messages: UInt32 = 0
    private var strayResponses = 0
    /// Capabilities as last told; `nil`: not told since the last change of state.
    private(set) var capabilities: Set<String>?
    private(set) var news = MailboxNews()

    init(limits: ResponseLimits = ResponseLimits()) {
        self.limits = limits
        framer = ResponseFramer(limits: limits)
    }

    /// What there is to tell; told once.
    mutating func takeNews() -> MailboxNews {
        defer { news = MailboxNews() }
        return news
    }

    // MARK: Orders

    mutating func begin(_ command: Command) -> [Action] {
        switch state {
        case .over(let failure): return [.finish(.failure(failure))]
        case .greeting, .running:
            return [.finish(.failure(IMAPFailure(.protocol, "One command at a time: another is under way.")))]
        case .ready: break
        }
        if command.kind == .idle, news.isWorthALook { return [.finish(.success(Answer()))] }
        lastTag += 1
        strayResponses = 0
        var running = Running(command: command, tag: "a\(lastTag)")
        if command.kind == .open { (messages, news) = (0, MailboxNews()) }
        framer.bodyLimit = command.bodyLimit
        let first = Array("\(running.tag) ".utf8) + pieces(of: &running)
        state = .running(running)
        return [.write(first), .clock(.answer)]
    }

    /// The wait for news is over, whatever came.
    mutating func endIdle() -> [Action] {
        guard case .running(var running) = state, running.isIdling, !running.isDoneSent else { return [] }
        running.isDoneSent = true
        state = .running(running)
        return [.write(Array("DONE\r\n".utf8)), .clock(.answer)]
    }

    /// Ends everything for a reason of ours, or since the other side is gone.
    mutating func end(_ failure: IMAPFailure) -> [Action] {
        switch state {
        case .over: return []
        case .running(let running) where running.command.kind == .logout && failure.layer == .closed:
            state = .over(failure)
            return [.clock(.off), .finish(.success(running.answer)), .close]
        case .greeting, .running:
            state = .over(failure)
            return [.clock(.off), .finish(.failure(failure)), .close]
        case .ready:
            state = .over(failure)
            return [.clock(.off), .close]
        }
    }

    /// The next bytes up to a literal that has to be waited for, or to the command's end.
    private func pieces(of running: inout Running) -> [UInt8] {
        var out: [UInt8] = []
        let all = running.command.pieces
        while running.nextPiece < all.count {
            let index = running.nextPiece
            switch all[index] {
            case .bytes(let bytes): out += bytes
            case .literal(let bytes): out += bytes
            }
            running.nextPiece += 1
            if running.nextPiece < all.count, case .literal(let bytes) = all[running.nextPiece] {
                out += Array("{\(bytes.count)\(mayPush(bytes) ? "+" : "")}\r\n".utf8)
                if !mayPush(bytes) { return out }
            }
        }
        return out + [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }

    /// Whether a literal need not be waited for (RFC 7888); long ones are, so that a refusal comes before them.
    private func mayPush(_ bytes: [UInt8]) -> Bool {
        bytes.count <= 4096 && !(capabilities?.isDisjoint(with: ["LITERAL+", "LITERAL-"]) ?? true)
    }

    // MARK: Bytes

    mutating func received(_ buffer: inout ByteBuffer) -> [Action] {
        var actions: [Action] = []
        if case .running = state { actions.append(.clock(.answer)) }
        do throws(ProtocolFault) {
            while true {
                if case .over = state {
                    // What still comes is not kept.
                    buffer.moveReaderIndex(to: buffer.writerIndex)
                    return actions
                }
                guard let frame = try framer.next(from: &buffer) else { break }
                switch frame {
                case .body(let part): actions.append(.body(part))
                case .response(let response):
                    try count(response)
                    try react(to: try ResponseParser.read(response, limits: limits), &actions)
                    guard actions.last != .upgrade else {
                        return buffer.readableBytes == 0 ? actions : actions.dropLast(2) + injected()
                    }
                }
            }
            if case .running(let running) = state, running.isIdling, !running.isDoneSent {
                actions.append(.clock(.news))
            }
            return actions
        } catch {
            buffer.moveReaderIndex(to: buffer.writerIndex)
            return actions + end(IMAPFailure(error))
        }
    }

    /// A server waits for our handshake, so what came before it came from somebody in between.
    private mutating func injected() -> [Action] {
        let failure = IMAPFailure(
            .tls,
            "Something came in clear after TLS was agreed on: somebody may sit in between. Use tls, or find out who.")
        state = .over(failure)
        return [.finish(.failure(failure)), .close]
    }

    private mutating func count(_ response: FramedResponse) throws(ProtocolFault) {
        guard case .running(var running) = state else {
            strayResponses += 1
            guard strayResponses <= limits.entries else { throw ProtocolFault("The server talks without being asked.") }
            return
        }
        running.responses += 1
        running.bytes += response.text.count
        guard running.isIdling || (running.responses <= limits.responses && running.bytes <= limits.bytes) else {
            throw ProtocolFault("The answer is too long.")
        }
        state = .running(running)
    }

    private mutating func react(to response: Response, _ actions: inout [Action]) throws(ProtocolFault) {
        switch (state, response) {
        case (.greeting, .untagged(.status(let line))): actions += greeted(line)
        case (.greeting, _): throw ProtocolFault("The server does not greet.")
        case (_, .untagged(.status(let line))) where line.kind == .bye: actions += closing(line)
        case (.running(var running), .continuation):
            actions += try next(&running)
            state = .running(running)
        case (.running(var running), .untagged(let untagged)):
            notice(untagged, during: running.command.kind)
            if running.isIdling {
                if news.isWorthALook { actions += endIdle() }
            } else {
                if keeps(untagged) { running.answer.untagged.append(untagged) }
                state = .running(running)
            }
        case (.running(var running), .tagged(let tag, let line)):
            guard tag == running.tag else { throw ProtocolFault("An answer belongs to no command.") }
            running.answer.code = line.code
            actions += finished(running, line)
        case (.ready, .untagged(let untagged)): notice(untagged, during: .plain)
        case (.ready, .tagged), (.ready, .continuation): throw ProtocolFault("An answer belongs to no command.")
        case (.over, _): break
        }
    }

    private mutating func greeted(_ line: StatusLine) -> [Action] {
        switch line.kind {
        case .ok:
            state = .ready
            if case .capability(let found) = line.code { capabilities = found }
            return [.clock(.off), .finish(.success(Answer(code: line.code)))]
        case .preauth:
            return end(
                IMAPFailure(
                    .protocol, "The server says we are logged in already, as nobody we know of; it is not believed."))
        default: return end(IMAPFailure(refused: line, layer: .closed))
        }
    }

    private mutating func closing(_ line: StatusLine) -> [Action] {
        if case .running(let running) = state, running.command.kind == .logout { return [] }
        return end(IMAPFailure(refused: line, layer: .closed))
    }

    /// The server wants more.
    private func next(_ running: inout Running) throws(ProtocolFault) -> [Action] {
        if running.nextPiece < running.command.pieces.count { return [.write(pieces(of: &running))] }
        if running.command.kind == .idle, !running.isIdling {
            running.isIdling = true
            return [.clock(.news)]
        }
        let replies = running.command.replies
        guard !replies.isEmpty, running.nextReply <= replies.count else {
            throw ProtocolFault("The server wants more than there is.")
        }
        defer { running.nextReply += 1 }
        let reply = running.nextReply < replies.count ? replies[running.nextReply] : [UInt8(ascii: "*")]
        return [.write(reply + [UInt8(ascii: "\r"), UInt8(ascii: "\n")])]
    }

    private mutating func finished(_ running: Running, _ line: StatusLine) -> [Action] {
        framer.bodyLimit = nil
        state = .ready
        guard line.kind == .ok else {
            return [.clock(.off), .finish(.failure(IMAPFailure(refused: line, layer: running.command.layer)))]
        }
        if case .capability(let found) = line.code { capabilities = found }
        guard running.command.kind == .startTLS else {
            return [.clock(.off), .finish(.success(running.answer))]
        }
        // Whatever was said in clear is forgotten.
        capabilities = nil
        news = MailboxNews()
        framer = ResponseFramer(limits: limits)
        return [.clock(.off), .finish(.success(Answer())), .upgrade]
    }

    // MARK: What is said

    private func keeps(_ untagged: Untagged) -> Bool {
        switch untagged {
        case .status(let line): line.code != nil
        case .other: false
        default: true
        }
    }

    private mutating func notice(_ untagged: Untagged, during kind: Command.Kind) {
        switch untagged {
        case .capability(let found): capabilities = found
        case .exists(let count):
            if count > messages, kind != .open { news.hasArrivals = true }
            messages = count
        case .expunge:
            messages -= min(1, messages)
            news.hasRemovals = true
        case .vanished(let gone, earlier: false):
            messages -= UInt32(min(UInt64(messages), gone.count))
            news.hasRemovals = true
            news.vanished = UIDRanges(ranges: Array((news.vanished.ranges + gone.ranges).prefix(limits.entries)))
        case .fetch(let items) where items.flags != nil && kind == .idle: news.hasFlagChanges = true
        default: break
        }
    }

    /// Capabilities change with TLS and with the login (RFC 9051 §6.2): they are asked anew.
    mutating func forgetCapabilities() { capabilities = nil }
}
