import Foundation
import NIOSSL
import Synchronization

/// What TLS trusts, one for all connections with the same authorities: to read the system's takes time and memory.
final class TrustStore: Sendable {
    private let contexts = Mutex<[Data: NIOSSLContext]>([:])

    /// - Parameter authorities: PEM file, read at each connection so that a renewed one holds; `nil` = only the system's.
    func context(authorities: String?) throws(IMAPFailure) -> NIOSSLContext {
        var pem = Data()
        if let authorities {
            guard let data = FileManager.default.contents(atPath: authorities), data.count <= 10_000_000 else {
                throw Self.unreadable
            }
            pem = data
        }
        return try contexts.withLock { (contexts) throws(IMAPFailure) in
            if let context = contexts[pem] { return context }
            let context = try Self.context(pem)
            // Files that are gone are not kept for ever.
            if contexts.count >= 100 { contexts = [:] }
            contexts[pem] = context
            return context
        }
    }

    private static func context(_ pem: Data) throws(IMAPFailure) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        do {
            if !pem.isEmpty {
                configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem)))]
            }
            return try NIOSSLContext(configuration: configuration)
        } catch { throw unreadable }
    }

    private static let unreadable = IMAPFailure(
        .settings, "The file of trusted authorities cannot be read as PEM; correct its path or contents.")
}
