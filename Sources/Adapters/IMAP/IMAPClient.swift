import NIOCore
import NIOPosix
import NIOSSL

/// Opens connections to mail servers. One for all accounts: they share threads and trusted authorities, and a connection
/// that waits takes no thread.
package struct IMAPClient: Sendable {
    /// Whether an address (4 bytes, or 16 of IPv6) may be connected to.
    package typealias Reach = @Sendable (_ address: [UInt8]) -> Bool

    private let allows: Reach
    private let resolver: HostResolver
    private let limits: ResponseLimits
    private let trust = TrustStore()

    /// - Parameter allows: asked for each address that a name leads to; the connection goes to an address it has allowed,
    ///   and the name is not resolved again.
    package init(allows: @escaping Reach, resolver: HostResolver = .system) {
        self.init(allows: allows, resolver: resolver, limits: ResponseLimits())
    }

    init(allows: @escaping Reach, resolver: HostResolver = .system, limits: ResponseLimits) {
        self.allows = allows
        self.resolver = resolver
        self.limits = limits
    }

    /// Connects, and logs in.
    package func open(_ account: IMAPAccount) async throws(IMAPFailure) -> IMAPConnection {
        let connection = try await connect(account)
        try await connection.login()
        return connection
    }

    /// Connects as far as to encryption; nobody is logged in.
    package func connect(_ account: IMAPAccount) async throws(IMAPFailure) -> IMAPConnection {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let addresses = try await allowed(for: account, on: loop)
        let context = account.security == .plain ? nil : try trust.context(authorities: account.authorities)
        var last = IMAPFailure(.connection, "The mail server has no address.")
        for address in addresses {
            do throws(IMAPFailure) {
                return try await connect(account, to: address, context, on: loop)
            } catch {
                // Another address may answer; what a server has said, another one says too.
                guard error.layer == .connection else { throw error }
                last = error
            }
        }
        throw last
    }

    private func allowed(
        for account: IMAPAccount, on loop: any EventLoop
    ) async throws(IMAPFailure) -> [SocketAddress] {
        let all = try await resolver.addresses(of: account.host, within: account.deadlines.connect, on: loop)
        let allowed = all.filter { allows($0) && (account.security != .plain || Self.isLoopback($0)) }
        guard !allowed.isEmpty else {
            throw IMAPFailure(
                .name,
                "The mail server's name leads to a network that must not be reached; correct the host, or have the "
                    + "network allowed.")
        }
        return allowed.compactMap { try? SocketAddress(packedIPAddress: ByteBuffer(bytes: $0), port: account.port) }
    }

    private static func isLoopback(_ address: [UInt8]) -> Bool {
        address.count == 4 ? address[0] == 127 : address == Array(repeating: 0, count: 15) + [1]
    }

    private func connect(
        _ account: IMAPAccount, to address: SocketAddress, _ context: NIOSSLContext?, on loop: any EventLoop
    ) async throws(IMAPFailure) -> IMAPConnection {
        let isName = (try? SocketAddress(ipAddress: account.host, port: 0)) == nil
        // The certificate is checked against the name, or against the address where no name was given.
        let secure: @Sendable (any Channel) throws -> Void = { channel in
            guard let context else { return }
            let handler =
                isName
                ? try Self.handler(context, host: account.host)
                : try NIOSSLClientHandler(context: context, serverHostname: nil)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        }
        let traffic = TrafficCounter()
        let greeting = loop.makePromise(of: Result<Answer, IMAPFailure>.self)
        let limits = limits
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(account.deadlines.connect))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = IMAPHandler(
                        deadlines: account.deadlines, limits: limits, traffic: traffic, greeting: greeting,
                        secure: secure)
                    if account.security == .tls { try secure(channel) }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let channel: any Channel
        do { channel = try await bootstrap.connect(to: address).get() } catch {
            let failure =
                error is NIOSSLExtraError ? IMAPFailure(channelError: error) : IMAPFailure.connecting(error)
            greeting.succeed(.failure(failure))
            throw failure
        }
        let connection = try await IMAPConnection.wait(
            for: greeting.futureResult, channel, account: account, traffic: traffic)
        if account.security == .starttls { try await connection.startTLS() }
        return connection
    }

    private static func handler(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        try ._makeSSLClientHandler(context: context, serverHostname: host) { certificate, channel in
            CertificateName.isIn(certificate, host: host)
                ? channel.eventLoop.makeSucceededVoidFuture()
                : channel.eventLoop.makeFailedFuture(IMAPFailure.wrongName)
        }
    }
}
