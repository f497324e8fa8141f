extension Migration {
    /// Where no step is begun, by whose order and why. An empty agent stands for all of them.
    static let holds = Migration(
        number: 6, name: "holds",
        sql: """
            ALTER TABLE organisation DROP COLUMN is_paused;
            CREATE TABLE organisation_hold (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                agent text NOT NULL,
                actor text NOT NULL,
                reason text NOT NULL,
                at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (organisation_id, agent)
            );
            SELECT keep_apart_but_for_scheduler('organisation_hold', 'organisation_id');
            CREATE TABLE queue_hold (
                agent text PRIMARY KEY,
                actor text NOT NULL,
                reason text NOT NULL,
                at timestamptz NOT NULL DEFAULT now()
            );
            GRANT SELECT, INSERT, DELETE ON organisation_hold, queue_hold TO payables_app;
            """)
}
