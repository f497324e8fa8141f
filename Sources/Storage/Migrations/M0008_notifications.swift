extension Migration {
    /// Deliveries of messages to people, and tickets for technical trouble (docs/decisions/0085).
    static let notifications = Migration(
        number: 8, name: "notifications",
        sql: """
            -- Whether deliveries were made of it. Messages are kept with their case; this looks at them afterwards.
            ALTER TABLE outgoing_message ADD COLUMN is_spread boolean NOT NULL DEFAULT false;
            CREATE INDEX outgoing_message_fresh ON outgoing_message (organisation_id, at) WHERE NOT is_spread;

            -- A letter to one recipient through one channel: one message, or a digest of several.
            CREATE TABLE delivery (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                key text NOT NULL,
                recipient text NOT NULL,
                channel text NOT NULL,
                state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'dead')),
                due timestamptz NOT NULL,
                attempts integer NOT NULL DEFAULT 0,
                first_attempt timestamptz,
                reason text NOT NULL DEFAULT '',
                leased_until timestamptz,
                token bigint,
                -- Between the beginning of an attempt and the word of its end.
                is_begun boolean NOT NULL DEFAULT false,
                written timestamptz NOT NULL DEFAULT now(),
                changed timestamptz NOT NULL DEFAULT now(),
                UNIQUE (organisation_id, key)
            );
            CREATE INDEX delivery_due ON delivery (organisation_id, due) WHERE state IN ('queued', 'failed');
            CREATE INDEX delivery_dead ON delivery (organisation_id, number) WHERE state = 'dead';

            -- What a letter holds. A message goes to a recipient through a channel once, in whatever letter.
            CREATE TABLE delivery_message (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                message_key text NOT NULL,
                recipient text NOT NULL,
                channel text NOT NULL,
                delivery bigint NOT NULL REFERENCES delivery (number),
                PRIMARY KEY (organisation_id, message_key, recipient, channel),
                FOREIGN KEY (organisation_id, message_key) REFERENCES outgoing_message (organisation_id, key)
            );
            CREATE INDEX delivery_message_delivery ON delivery_message (delivery);

            -- Puts a message into a letter. Of a digest that is being sent already nothing is known any more: then it is
            -- false, and the message needs another letter. Holds the letter until the end of the transaction.
            CREATE FUNCTION add_to_delivery(
                the_organisation uuid, the_message text, the_recipient text, the_channel text, the_key text,
                the_due timestamptz, the_reason text
            ) RETURNS boolean LANGUAGE plpgsql AS $$
            DECLARE letter bigint;
            BEGIN
                IF EXISTS (SELECT FROM delivery_message WHERE organisation_id = the_organisation
                    AND message_key = the_message AND recipient = the_recipient AND channel = the_channel) THEN
                    RETURN true;
                END IF;
                INSERT INTO delivery AS d (organisation_id, key, recipient, channel, due, state, reason)
                    VALUES (the_organisation, the_key, the_recipient, the_channel, the_due,
                        CASE WHEN the_reason = '' THEN 'queued' ELSE 'dead' END, the_reason)
                ON CONFLICT (organisation_id, key) DO UPDATE SET changed = now()
                    WHERE d.state = 'queued' AND d.token IS NULL
                RETURNING number INTO letter;
                IF letter IS NULL THEN RETURN false; END IF;
                INSERT INTO delivery_message (organisation_id, message_key, recipient, channel, delivery)
                    VALUES (the_organisation, the_message, the_recipient, the_channel, letter);
                RETURN true;
            END $$;

            CREATE TABLE ticket (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                fingerprint text NOT NULL,
                agent text NOT NULL,
                words text NOT NULL,
                opened timestamptz NOT NULL,
                last timestamptz NOT NULL,
                closed timestamptz,
                closed_by text NOT NULL DEFAULT '',
                occurrences integer NOT NULL DEFAULT 0
            );
            CREATE UNIQUE INDEX ticket_open ON ticket (organisation_id, fingerprint) WHERE closed IS NULL;

            CREATE TABLE ticket_case (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                ticket bigint NOT NULL REFERENCES ticket (number),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                at timestamptz NOT NULL,
                PRIMARY KEY (ticket, case_id)
            );

            -- Trouble that no ticket has counted yet: written with the case's change, taken away by who counts. The case
            -- itself touches no ticket, so that ten thousand failing cases do not wait for one row.
            CREATE TABLE trouble (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                step text,
                agent text NOT NULL,
                words text NOT NULL,
                at timestamptz NOT NULL
            );
            CREATE FUNCTION note_trouble() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                INSERT INTO trouble (organisation_id, case_id, step, agent, words, at)
                    VALUES (NEW.organisation_id, NEW.case_id, NEW.step, NEW.actor, NEW.words, NEW.at);
                RETURN NULL;
            END $$;
            CREATE TRIGGER note_trouble AFTER INSERT ON case_event
                FOR EACH ROW WHEN (NEW.kind = 'trouble') EXECUTE FUNCTION note_trouble();
            -- Whether an agent has worked since.
            CREATE INDEX case_event_done ON case_event (organisation_id, actor, at) WHERE kind = 'step-done';

            SELECT keep_apart(kept::regclass) FROM unnest(ARRAY[
                'delivery', 'delivery_message', 'ticket', 'ticket_case', 'trouble']) AS kept;
            GRANT SELECT, INSERT, UPDATE ON delivery, ticket TO payables_app;
            GRANT SELECT, INSERT ON delivery_message, ticket_case TO payables_app;
            -- A row lock needs the right to update.
            GRANT SELECT, INSERT, UPDATE, DELETE ON trouble TO payables_app;
            """)
}
