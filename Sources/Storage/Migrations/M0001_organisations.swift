extension Migration {
    /// Organisations, and how rows are kept apart.
    ///
    /// The pattern for each later table that belongs to an organisation:
    ///
    ///     CREATE TABLE thing (
    ///         organisation_id uuid NOT NULL REFERENCES organisation (id),
    ///         id uuid NOT NULL,
    ///         ...
    ///         PRIMARY KEY (organisation_id, id));       -- organisation_id first in every index and foreign key
    ///     SELECT keep_apart('thing');                   -- policy, ENABLE and FORCE
    ///     GRANT SELECT, INSERT, UPDATE ON thing TO payables_app;   -- only what the program does
    ///
    /// Views need `WITH (security_invoker = true)`, else they read as their owner. A test goes through the catalogue
    /// and fails for a table with an `organisation_id` that was forgotten.
    static let organisations = Migration(
        number: 1, name: "organisations",
        sql: """
            CREATE FUNCTION current_organisation() RETURNS uuid
            LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
            DECLARE setting text := current_setting('payables.organisation', true);
            BEGIN
                IF setting IS NULL OR setting = '' THEN
                    RAISE EXCEPTION 'no organisation is set' USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN setting::uuid;
            END $$;

            -- In a sub-select the function is asked once per statement, not once per row.
            CREATE FUNCTION keep_apart(kept regclass) RETURNS void
            LANGUAGE plpgsql AS $$
            BEGIN
                EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', kept);
                EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', kept);
                EXECUTE format('CREATE POLICY kept_apart ON %s '
                    'USING (organisation_id = (SELECT current_organisation())) '
                    'WITH CHECK (organisation_id = (SELECT current_organisation()))', kept);
            END $$;
            REVOKE ALL ON FUNCTION keep_apart(regclass) FROM PUBLIC;

            CREATE TABLE organisation (
                id uuid PRIMARY KEY,
                name text NOT NULL CHECK (name <> ''),
                created_at timestamptz NOT NULL DEFAULT now(),
                weight int NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100));
            ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
            ALTER TABLE organisation FORCE ROW LEVEL SECURITY;
            -- Its row is its own organisation's. A new one is written with its own id set.
            CREATE POLICY kept_apart ON organisation
                USING (id = (SELECT current_organisation()))
                WITH CHECK (id = (SELECT current_organisation()));
            GRANT USAGE ON SCHEMA public TO payables_app;
            GRANT SELECT, INSERT, UPDATE ON organisation TO payables_app;
            """)
}
