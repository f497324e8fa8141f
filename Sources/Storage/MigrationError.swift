package enum MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// An applied migration's text is not this program's.
    case tampered(number: Int, name: String)
    case newerDatabase(database: Int, program: Int)
    /// The role `payables_app` is missing and the login may not make it.
    case noAppRole
    /// The program's own list has a gap or is out of order.
    case badList

    package var description: String {
        switch self {
        case .tampered(let number, let name):
            "migration \(number) (\(name)) was applied with another text: this program and the database do not belong "
                + "together; nothing was changed"
        case .newerDatabase(let database, let program):
            "the database is at \(database) and this program knows \(program): install a newer payables"
        case .noAppRole:
            "the role payables_app is missing: as an administrator run CREATE ROLE payables_app NOLOGIN; "
                + "GRANT payables_app TO the login of payables"
        case .badList: "the migrations of this program are not numbered from 1 without gaps"
        }
    }
}
