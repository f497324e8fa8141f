extension Migration {
    /// Programs that begin at once find the same organisation, or make it once.
    static let organisationNames = Migration(
        number: 10, name: "organisation names",
        sql: "CREATE UNIQUE INDEX organisation_name ON organisation (name);")
}
