extension Migration {
    /// What invoices have taken of order lines, as it was kept once; migration "open goods" drops it.
    static let reservations = Migration(
        number: 3, name: "reservations",
        sql: """
            CREATE TABLE receipt_line (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                line text NOT NULL,
                bound text NOT NULL CHECK (bound IN ('ordered', 'received')),
                most numeric NOT NULL DEFAULT 0,
                reserved numeric NOT NULL DEFAULT 0 CHECK (reserved >= 0),
                confirmed numeric NOT NULL DEFAULT 0,
                asked_back numeric NOT NULL DEFAULT 0 CHECK (asked_back >= 0),
                PRIMARY KEY (organisation_id, line, bound)
            );
            CREATE TABLE reservation (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                key text NOT NULL,
                entry text NOT NULL,
                PRIMARY KEY (organisation_id, key)
            );
            SELECT keep_apart('receipt_line');
            SELECT keep_apart('reservation');
            GRANT SELECT, INSERT, UPDATE ON receipt_line TO payables_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON reservation TO payables_app;
            """)
}
