import NIOCore
import NIOSSL

/// A command with whoever waits for its answer.
struct Order: Sendable {
    var command: Command
    var promise: EventLoopPromise<Result<Answer, IMAPFailure>>
    /// Where the message's text goes.
    var file: BodyFile?
    /// By when the answer must be there.
    var end: NIODeadline
    /// How long IDLE waits for news; no later than `end`.
    var newsEnd = NIODeadline.distantFuture
}

/// Carries a ``Session``'s actions out on a channel.
final class IMAPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = Never
    typealias OutboundOut = ByteBuffer

    private var session: Session
    private var context: ChannelHandlerContext?
    private let deadlines: IMAPDeadlines
    private let traffic: TrafficCounter
    private let secure: @Sendable (any Channel) throws -> Void
    private var waiter: EventLoopPromise<Result<Answer, IMAPFailure>>?
    private var file: BodyFile?
    private var end = NIODeadline.distantFuture
    private var newsEnd = NIODeadline.distantFuture
    private var input: ByteBuffer?
    private var clock = Session.Clock.off
    private var ring = NIODeadline.distantFuture
    private var alarm: Scheduled<Void>?
    private var alarmTime = NIODeadline.distantFuture
    private var lastWrite: EventLoopFuture<Void>?
    private var openWrites = 0

    /// - Parameters:
    ///   - greeting: gets the server's first words.
    ///   - secure: puts TLS in front of the channel.
    init(
        deadlines: IMAPDeadlines, limits: ResponseLimits, traffic: TrafficCounter,
        greeting: EventLoopPromise<Result<Answer, IMAPFailure>>,
        secure: @escaping @Sendable (any Channel) throws -> Void
    ) {
        session = Session(limits: limits)
        self.deadlines = deadlines
        self.traffic = traffic
        self.secure = secure
        waiter = greeting
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        carryOut(session.end(Self.ended))
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        end = .now() + TimeAmount(deadlines.answer)
        carryOut([.clock(.answer)])
    }

    // MARK: For the connection, on the channel's thread

    func begin(_ order: Order) {
        guard waiter == nil else {
            order.promise.succeed(.failure(IMAPFailure(.protocol, "One command at a time: another is under way.")))
            return
        }
        (waiter, file, end, newsEnd) = (order.promise, order.file, order.end, order.newsEnd)
        carryOut(session.begin(order.command))
    }

    var capabilities: Set<String>? { session.capabilities }
    func forgetCapabilities() { session.forgetCapabilities() }
    func takeNews() -> MailboxNews { session.takeNews() }

    // MARK: Channel

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        traffic.received(part.readableBytes)
        var all: ByteBuffer
        if var rest = input.take() {
            rest.writeBuffer(&part)
            all = rest
        } else {
            all = part
        }
        let actions = session.received(&all)
        if all.readableBytes > 0 { input = all }
        carryOut(actions)
    }

    func channelInactive(context: ChannelHandlerContext) {
        carryOut(session.end(Self.ended))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        carryOut(session.end(IMAPFailure(channelError: error)))
    }

    private static let ended = IMAPFailure(
        .closed, "The connection was ended by the mail server or on the way; try again.")

    // MARK: Actions

    private func carryOut(_ actions: [Session.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes):
                traffic.sent(bytes.count)
                context?.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .body(let part): write(part)
            case .finish(let result): finish(result)
            case .upgrade:
                do { if let context { try secure(context.channel) } } catch {
                    carryOut(session.end(IMAPFailure(channelError: error)))
                }
            case .clock(let clock): set(clock)
            case .close: context?.close(promise: nil)
            }
        }
    }

    /// The answer is told when the file is written.
    private func finish(_ result: Result<Answer, IMAPFailure>) {
        guard let waiter = waiter.take() else { return }
        file = nil
        guard let lastWrite else { return waiter.succeed(result) }
        self.lastWrite = nil
        lastWrite.whenComplete { written in
            switch written {
            case .success: waiter.succeed(result)
            case .failure(let error):
                waiter.succeed(.failure(error as? IMAPFailure ?? IMAPFailure(channelError: error)))
            }
        }
    }

    /// While the disk is busy nothing more is read.
    private func write(_ part: ByteBuffer) {
        guard let file, let channel = context?.channel else { return }
        let loop = channel.eventLoop
        let written = (lastWrite ?? loop.makeSucceededVoidFuture()).flatMap { file.write(part, on: loop) }
        lastWrite = written
        openWrites += 1
        if openWrites == 1 { _ = channel.setOption(.autoRead, value: false) }
        let bound = NIOLoopBound(self, eventLoop: loop)
        written.whenComplete { result in
            let handler = bound.value
            handler.openWrites -= 1
            if case .failure(let error) = result {
                let failure = error as? IMAPFailure ?? IMAPFailure(channelError: error)
                handler.carryOut(handler.session.end(failure))
            }
            // A slow disk is no silent server.
            if handler.clock == .answer { handler.set(.answer) }
            if handler.openWrites == 0 { _ = channel.setOption(.autoRead, value: true) }
        }
    }

    // MARK: Clock

    private func set(_ clock: Session.Clock) {
        self.clock = clock
        switch clock {
        case .off:
            ring = .distantFuture
            alarm?.cancel()
            alarm = nil
            return
        case .answer: ring = min(.now() + TimeAmount(deadlines.answer), end)
        case .news: ring = newsEnd
        }
        guard alarm == nil || alarmTime > ring else { return }
        alarm?.cancel()
        schedule()
    }

    private func schedule() {
        guard let loop = context?.eventLoop else { return }
        alarmTime = ring
        let bound = NIOLoopBound(self, eventLoop: loop)
        alarm = loop.scheduleTask(deadline: ring) {
            let handler = bound.value
            handler.rings()
        }
    }

    private func rings() {
        alarm = nil
        guard clock != .off else { return }
        guard ring <= .now() else { return schedule() }
        switch clock {
        case .off: break
        case .news:
            end = .now() + TimeAmount(deadlines.answer)
            carryOut(session.endIdle())
        case .answer:
            let failure = IMAPFailure(
                .silent, "The mail server gave no answer in time; it is busy or the connection is dead. Try again.")
            carryOut(session.end(failure))
        }
    }
}
