import Fetch
import Foundation

/// Where a webhook leads. Only `https:`, but for programs on this machine.
package struct WebhookAddress: Hashable, Sendable {
    let url: URL
    let reach: NetworkReach

    package struct Fault: Error, Hashable, Sendable {
        /// Behind the setting's name: `must be …`.
        package var problem: String
    }

    /// - Parameter privateAllowed: Whether it may lead to private networks and this machine.
    /// - Throws: ``Fault`` in words for the one who set it.
    package init(_ text: String, privateAllowed: Bool) throws(Fault) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty, let url = parts.url
        else { throw Fault(problem: "must be an address such as https://hooks.example/payables") }
        guard parts.user == nil, parts.password == nil, parts.fragment == nil else {
            throw Fault(problem: "must not hold a name, a password or a #; receivers know us by the signature")
        }
        guard scheme == "https" || ThisMachine.isMeant(by: host) else {
            throw Fault(problem: "must begin with https: over http: everybody on the way could read along")
        }
        guard privateAllowed || !ThisMachine.isMeant(by: host) else {
            throw Fault(problem: "leads to this machine; \"private_addresses\": true allows it")
        }
        self.url = url
        reach = scheme == "http" ? .thisMachine : privateAllowed ? .internetAndPrivate : .internet
    }
}
