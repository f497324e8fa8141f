extension Migration {
    /// Editions that no new case may follow. They are never removed.
    static let retiredWorkflows = Migration(
        number: 11, name: "retired workflows",
        sql: """
            ALTER TABLE workflow ADD COLUMN retired timestamptz;
            GRANT UPDATE (retired) ON workflow TO payables_app;
            """)
}
