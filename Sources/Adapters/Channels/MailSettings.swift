import Correspondence
import Fetch
import Foundation
import Mailroom

/// Which mail server, and who writes.
package struct MailSettings: Sendable {
    let host: String
    let port: Int
    let security: MailRequest.Security
    let from: MailAddress
    let name: String
    let login: MailLogin?
    let authorities: String?

    package struct Fault: Error, Hashable, Sendable {
        package var problem: String
    }

    /// - Parameters:
    ///   - server: `smtps://host` (TLS, port 465), `smtp://host` (STARTTLS, port 587), or `smtp+plain://host` without
    ///     encryption, for a server on this machine only (port 25); each may name another port.
    ///   - from: `name@office.example`, or `Accounts <name@office.example>`.
    ///   - authorities: PEM file of certificates to trust instead of the system's; `nil` = the system's.
    /// - Throws: ``Fault`` in words for the one who set it.
    package init(server: String, from: String, login: MailLogin? = nil, authorities: String? = nil) throws(Fault) {
        guard let parts = URLComponents(string: server), let host = parts.host, Self.isHost(host), parts.user == nil,
            parts.password == nil, ["", "/"].contains(parts.path), parts.query == nil, parts.fragment == nil,
            let (security, usual) = Self.ways[parts.scheme?.lowercased() ?? ""]
        else {
            throw Fault(
                problem: "server must be smtps://HOST, smtp://HOST or smtp+plain://localhost, each with :PORT if it is "
                    + "another than usual")
        }
        guard security != .plain || ThisMachine.isMeant(by: host) else {
            throw Fault(problem: "server must be smtp:// or smtps://: without encryption only this machine is reached")
        }
        let port = parts.port ?? usual
        guard (1...65_535).contains(port) else { throw Fault(problem: "server has no port \(port)") }
        guard let (name, address) = Self.sender(from) else {
            throw Fault(problem: "from must be an address such as payables@office.example")
        }
        (self.host, self.port, self.security, self.from, self.name) = (host, port, security, address, name)
        self.login = login
        self.authorities = authorities
    }

    func request(to: MailAddress, bounces: WrittenLetter.Bounces, _ text: Data) -> MailRequest {
        let envelope =
            switch bounces {
            case .sender: from.description
            case .address(let address): address.description
            case .nowhere: ""
            }
        return MailRequest(
            host: host, port: port, security: security, user: login?.user, password: login?.password,
            authorities: authorities, from: envelope, to: to.description, text: text)
    }

    private static let ways: [String: (MailRequest.Security, Int)] = [
        "smtps": (.tls, 465), "smtp": (.starttls, 587), "smtp+plain": (.plain, 25),
    ]

    private static func isHost(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.count <= 253
            && host.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || ".-:[]".utf8.contains($0)
            }
    }

    private static func sender(_ text: String) -> (String, MailAddress)? {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            return MailAddress(text).map { ("", $0) }
        }
        let inner = text[text.index(after: open)...].dropLast()
        let name = text[..<open].trimmingCharacters(in: .whitespaces)
        return MailAddress(String(inner)).map { (name, $0) }
    }
}

/// Whom the mail server knows us as. The password cannot be printed, logged or dumped.
package struct MailLogin: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let user: String
    let password: String

    /// - Returns: `nil` when one is empty or holds a control character.
    package init?(user: String, password: String) {
        let all = [user, password]
        guard all.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else { return nil }
        self.user = user
        self.password = password
    }

    package var description: String { "(login)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
