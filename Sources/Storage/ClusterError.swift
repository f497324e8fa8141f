/// Why the private cluster cannot be used. The description says what to do.
package enum ClusterError: Error, Sendable, Equatable, CustomStringConvertible {
    case noBinaries
    case noServerUser
    /// The folder was made by another major version.
    case wrongVersion(folder: String, found: String, needed: String)
    case notOurs(folder: String)
    case unreachable(folder: String, user: String)
    case diskFull(folder: String)
    case failed(what: String, lastLines: String)

    package var description: String {
        switch self {
        case .noBinaries:
            "no PostgreSQL server is installed here: install postgresql-15 or later "
                + "(apt-get install postgresql), or name a server with --database"
        case .noServerUser:
            "PostgreSQL refuses to run as root and there is no user named postgres: install the package postgresql, "
                + "or run this as an ordinary user"
        case .wrongVersion(let folder, let found, let needed):
            "\(folder) was made by PostgreSQL \(found) and version \(needed) is installed: install postgresql-\(found), "
                + "or move the data with pg_dump and pg_restore"
        case .notOurs(let folder):
            "\(folder) belongs to somebody else: run this as its owner, or choose another folder with --data"
        case .unreachable(let folder, let user):
            "the user \(user), as whom the server runs, cannot reach \(folder): choose a folder with --data that "
                + "others may enter, such as /var/lib/payables"
        case .diskFull(let folder): "there is no space left for \(folder)"
        case .failed(let what, let lastLines): what + (lastLines.isEmpty ? "" : ". Its last words:\n" + lastLines)
        }
    }
}
