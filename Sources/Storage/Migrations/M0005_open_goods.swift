extension Migration {
    /// What cases take of orders is kept by case (`consumption`) and asked by order; earlier invoices are found by keys.
    /// Tables of reservations go: nothing was ever written to them by the program (docs/decisions/0080).
    static let openGoods = Migration(
        number: 5, name: "open goods",
        sql: """
            DROP TABLE reservation, receipt_line;
            CREATE INDEX consumption_order ON consumption (organisation_id, order_number);

            ALTER TABLE past_invoice ADD COLUMN has_keys boolean NOT NULL DEFAULT false;
            CREATE INDEX past_invoice_without_keys ON past_invoice (organisation_id) WHERE NOT has_keys;
            CREATE TABLE past_invoice_key (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                key text NOT NULL,
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                PRIMARY KEY (organisation_id, key, case_id)
            );
            CREATE INDEX past_invoice_key_case ON past_invoice_key (case_id);
            SELECT keep_apart('past_invoice_key');
            GRANT SELECT, INSERT, DELETE ON past_invoice_key TO payables_app;
            """)
}
