extension Migration {
    /// Finds what one person has got of late, for ``RecipientCap``.
    static let sentDeliveries = Migration(
        number: 13, name: "sent deliveries",
        sql: """
            CREATE INDEX delivery_sent ON delivery (organisation_id, recipient, channel, changed) WHERE state = 'sent';
            """)
}
