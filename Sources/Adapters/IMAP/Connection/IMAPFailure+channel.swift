import Foundation
import NIOCore
import NIOPosix
import NIOSSL

extension IMAPFailure {
    /// What went wrong below IMAP.
    init(channelError error: any Error) {
        switch error {
        case let failure as IMAPFailure: self = failure
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .wrongName
        case let error as NIOSSLExtraError:
            self.init(.tls, "TLS cannot be used with this host's name; correct it. (\(Self.word(error)))")
        case NIOSSLError.uncleanShutdown:
            self.init(.closed, "The connection was cut within TLS, by the mail server or on the way; try again.")
        case NIOSSLError.handshakeFailed(let cause): self = .handshake(String(describing: cause))
        case let error as NIOSSLError: self.init(.tls, "TLS failed; try again. (\(Self.word(error)))")
        case let error as BoringSSLError: self = .handshake(String(describing: error))
        case let error as IOError:
            self.init(
                .closed, "The connection broke: \(Self.words(error.errnoCode)). Try again.",
                systemError: error.errnoCode)
        case is ChannelError: self.init(.closed, "The connection is closed; open another one.")
        default: self.init(.closed, "The connection broke; try again.")
        }
    }

    static let wrongName = IMAPFailure(
        .tls,
        "The mail server's certificate is for another name. Write the host as the certificate does; if it is right, "
            + "somebody may sit in between.")

    /// Why no TLS came about; `detail` is BoringSSL's, whose words are fixed.
    private static func handshake(_ detail: String) -> IMAPFailure {
        switch detail {
        case let detail where detail.contains("CERTIFICATE_VERIFY_FAILED"):
            IMAPFailure(
                .tls,
                "The mail server's certificate is not trusted: it has run out, or is signed by itself or by an authority "
                    + "we do not know. Have it renewed, or give the authority's PEM file.")
        case let detail where detail.contains("WRONG_VERSION_NUMBER") || detail.contains("HTTP_REQUEST"):
            IMAPFailure(
                .tls, "There is no TLS at this port. Use starttls (port 143), or tls with its own port (993).")
        case let detail where detail.contains("PROTOCOL_VERSION") || detail.contains("UNSUPPORTED_PROTOCOL"):
            IMAPFailure(.tls, "The mail server speaks only old TLS; have it renewed (TLS 1.2 at least).")
        case let detail where detail.contains("EOF"):
            IMAPFailure(.closed, "The connection was cut while TLS began; check host and port, or try again.")
        default: IMAPFailure(.tls, "TLS did not come about with the mail server; check host and port.")
        }
    }

    static func connecting(_ error: any Error) -> IMAPFailure {
        let code = (error as? IOError)?.errnoCode
        let why = code.map { words($0) } ?? "no answer in time"
        return IMAPFailure(
            .connection, "The mail server cannot be reached: \(why). Check host, port and what stands in between.",
            systemError: code)
    }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// An error's kind without what it holds.
    private static func word(_ error: any Error) -> String { String(describing: type(of: error)) }
}
