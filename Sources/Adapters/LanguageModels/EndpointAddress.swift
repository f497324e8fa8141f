import Fetch
package import Foundation

/// Where a model answers. Invoices are sent there, so the address is checked before the first word leaves.
package struct EndpointAddress: Hashable, Sendable {
    /// Up to and with the version: `https://models.example/v1`.
    package let url: URL

    package struct Fault: Error, Hashable, Sendable {
        /// Behind the setting's name: `must be …`.
        package var problem: String
    }

    /// - Parameter plainAllowed: Whether `http:` may lead to other machines, where all on the way can read along.
    /// - Throws: ``Fault`` in words for the one who set it.
    package init(_ text: String, plainAllowed: Bool) throws(Fault) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty, let url = parts.url
        else { throw Fault(problem: "must be an address such as https://models.example/v1") }
        guard parts.user == nil, parts.password == nil else {
            throw Fault(problem: "must not hold a name or password; the key has a setting of its own")
        }
        guard parts.query == nil, parts.fragment == nil else { throw Fault(problem: "must end with its path") }
        guard scheme == "https" || plainAllowed || ThisMachine.isMeant(by: host) else {
            throw Fault(
                problem: "must begin with https: over http: everybody on the way could read the invoices "
                    + "(language_model_plain_http=yes allows it)")
        }
        self.url = url
    }
}
