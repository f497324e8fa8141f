import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that does as a test tells it: faults only, what works is tried with a real one.
final class FaultyServer: Sendable {
    enum Move: Sendable {
        case say(String)
        /// So many bytes, over and over, as fast as the other side takes them, until it goes.
        case flood(String)
        case close
        case startTLS
    }

    /// What it does at the greeting (`nil`) and at each line.
    typealias Script = @Sendable (_ line: String?) -> [Move]

    let port: Int
    private let channel: any Channel
    private let heard: LinesHeard

    /// Lines of all connections, in order.
    var lines: [String] { heard.lines.withLock { $0 } }
    /// How many connections came.
    var connections: Int { heard.connections.withLock { $0 } }

    init(tls: NIOSSLContext? = nil, isTLSFirst: Bool = false, _ script: @escaping Script) async throws {
        let heard = LinesHeard()
        self.heard = heard
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls, isTLSFirst {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(FaultyHandler(script, heard, tls))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// Takes no further connections.
    func stop() async throws { try await channel.close() }

    /// Greets, offers `capabilities`, lets everybody in, and answers further lines by `script`, which gets the tag and what
    /// follows it; `nil`: OK.
    static func greeting(
        _ capabilities: String = "IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS",
        _ script: @escaping @Sendable (_ tag: String, _ words: String) -> [Move]?
    ) async throws -> FaultyServer {
        try await FaultyServer { line in
            guard let line else { return [.say("* OK [CAPABILITY \(capabilities)] ready\r\n")] }
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            let (tag, words) = (parts[0], parts.count > 1 ? parts[1] : "")
            if let moves = script(tag, words) { return moves }
            if words.hasPrefix("AUTHENTICATE") { return [.say("\(tag) OK [CAPABILITY \(capabilities)] in\r\n")] }
            if words.hasPrefix("SELECT") || words.hasPrefix("EXAMINE") {
                return [
                    .say(
                        "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n\(tag) OK \(words.hasPrefix("EXAMINE") ? "[READ-ONLY]" : "[READ-WRITE]") open\r\n"
                    )
                ]
            }
            return [.say("\(tag) OK done\r\n")]
        }
    }
}

final class LinesHeard: Sendable {
    let lines = Mutex<[String]>([])
    let connections = Mutex(0)
}

private final class FaultyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: FaultyServer.Script
    private let heard: LinesHeard
    private let tls: NIOSSLContext?
    private var rest = ""
    private var flood: ByteBuffer?

    init(_ script: @escaping FaultyServer.Script, _ heard: LinesHeard, _ tls: NIOSSLContext?) {
        self.script = script
        self.heard = heard
        self.tls = tls
    }

    func channelActive(context: ChannelHandlerContext) {
        heard.connections.withLock { $0 += 1 }
        carryOut(script(nil), context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        rest += String(buffer: unwrapInboundIn(data))
        while let end = rest.firstIndex(of: "\r\n") {
            let line = String(rest[..<end])
            rest = String(rest[rest.index(after: end)...])
            heard.lines.withLock { $0.append(line) }
            carryOut(script(line), context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { pour(context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func carryOut(_ moves: [FaultyServer.Move], _ context: ChannelHandlerContext) {
        for move in moves {
            switch move {
            case .say(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .flood(let text):
                flood = ByteBuffer(string: String(repeating: text, count: max(1, 65_536 / text.utf8.count)))
                pour(context)
            case .close: context.close(promise: nil)
            case .startTLS:
                if let tls {
                    try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
                }
            }
        }
    }

    private func pour(_ context: ChannelHandlerContext) {
        guard let flood else { return }
        while context.channel.isActive, context.channel.isWritable {
            context.writeAndFlush(wrapOutboundOut(flood), promise: nil)
        }
    }
}

/// A certificate of `localhost` by an authority that nobody knows, still good or run out.
struct MadeCertificate {
    let context: NIOSSLContext
    /// PEM file of the authority.
    let authority: String
    private let scratch: Scratch

    init(hasRunOut: Bool) throws {
        scratch = try Scratch()
        let (key, request, certificate) = (scratch.path("key"), scratch.path("request"), scratch.path("pem"))
        let names = scratch.path("names")
        authority = scratch.path("ca.pem")
        try Data("subjectAltName=DNS:localhost\n".utf8).write(to: URL(filePath: names))
        let new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try Self.openssl(
            ["req", "-x509"] + new + [
                "-keyout", scratch.path("ca.key"), "-out", authority, "-subj", "/CN=Made", "-days", "2",
            ])
        try Self.openssl(["req"] + new + ["-keyout", key, "-out", request, "-subj", "/CN=localhost"])
        try Self.openssl([
            "x509", "-req", "-in", request, "-CA", authority, "-CAkey", scratch.path("ca.key"), "-CAcreateserial",
            "-out",
            certificate, "-extfile", names, "-days", hasRunOut ? "-1" : "2",
        ])
        context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableRuntimeMismatch) }
    }
}

/// Names that were asked for.
final class Questions: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func count(_ name: String) -> Int {
        names.withLock { names in
            names.append(name)
            return names.count
        }
    }
}
