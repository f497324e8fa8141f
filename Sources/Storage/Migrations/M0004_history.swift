extension Migration {
    /// What a case has to know of others, and the editions of workflows that cases follow.
    static let history = Migration(
        number: 4, name: "history",
        sql: """
            CREATE TABLE workflow (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                name text NOT NULL,
                version integer NOT NULL CHECK (version > 0),
                digest text NOT NULL,
                definition text NOT NULL,
                published timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (organisation_id, name, version)
            );
            -- Numbered as they were first seen: of two equal ones the second is the duplicate, whatever comes later.
            CREATE TABLE past_invoice (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                number bigint GENERATED ALWAYS AS IDENTITY,
                body text NOT NULL,
                PRIMARY KEY (organisation_id, case_id)
            );
            CREATE TABLE consumption (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                order_number text NOT NULL,
                body text NOT NULL
            );
            CREATE INDEX consumption_case ON consumption (organisation_id, case_id);
            SELECT keep_apart(kept::regclass) FROM unnest(ARRAY['workflow', 'past_invoice', 'consumption']) AS kept;
            GRANT SELECT, INSERT ON workflow TO payables_app;
            GRANT SELECT, INSERT, UPDATE ON past_invoice TO payables_app;
            GRANT SELECT, INSERT, DELETE ON consumption TO payables_app;
            """)
}
