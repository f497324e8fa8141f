extension Migration {
    /// Mailboxes, what was seen in them, and what became of it (docs/decisions/0092).
    ///
    /// Whoever changes several of these in one transaction locks in this order: mailbox, mail_seen, mail, mail_question,
    /// cases (key, then reference number), the case's work and then the case, delivery, mail_seen.
    static let mail = Migration(
        number: 12, name: "mail",
        sql: #"""
            -- Programs that read mailboxes see those of all organisations.
            CREATE TABLE mailbox (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                account text NOT NULL,
                name text NOT NULL,
                -- How far it was read; NULL = never.
                validity bigint CHECK (validity BETWEEN 0 AND 4294967295),
                last bigint NOT NULL DEFAULT 0 CHECK (last BETWEEN 0 AND 4294967295),
                mod_seq numeric(20),
                is_rescan boolean NOT NULL DEFAULT false,
                -- UIDs that were ever noted in it: counted here, so that a row that is missing is missed.
                noted bigint NOT NULL DEFAULT 0,
                free_since timestamptz NOT NULL DEFAULT clock_timestamp(),
                not_before timestamptz NOT NULL DEFAULT '-infinity',
                leased_until timestamptz,
                worker text,
                token bigint,
                UNIQUE (organisation_id, account, name)
            ) WITH (fillfactor = 50);

            -- Signs of life of programs that read mailboxes, and which ones they can read.
            CREATE TABLE mail_worker (
                worker text PRIMARY KEY,
                mailboxes bigint[] NOT NULL,
                alive_until timestamptz NOT NULL
            );

            CREATE TABLE mail (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                id uuid NOT NULL,
                raw text NOT NULL CHECK (raw ~ '^[0-9a-f]{64}$'),
                received timestamptz NOT NULL,
                message_id text,
                -- Lower case.
                sender text NOT NULL,
                -- Sums of the documents that became cases or were linked to them, sorted, with blanks between.
                documents text NOT NULL DEFAULT '',
                body text NOT NULL,
                kind text COLLATE "C" NOT NULL CHECK (kind IN ('cases', 'approval', 'comment', 'bounce', 'rejected')),
                reason text COLLATE "C",
                words text NOT NULL DEFAULT '',
                -- Used up by it.
                question text,
                -- That came back with it.
                delivery bigint,
                decided timestamptz NOT NULL DEFAULT clock_timestamp(),
                decided_by text NOT NULL DEFAULT '',
                PRIMARY KEY (organisation_id, id),
                -- The same bytes are one mail: of two who write them at once, one waits and then finds them there.
                UNIQUE (organisation_id, raw),
                CONSTRAINT mail_reason CHECK ((kind = 'rejected') = (reason IS NOT NULL))
            );
            CREATE INDEX mail_received ON mail (organisation_id, received DESC, id);
            CREATE INDEX mail_rejected ON mail (organisation_id, reason, received DESC) WHERE reason IS NOT NULL;
            CREATE INDEX mail_decided ON mail (organisation_id, decided);
            CREATE INDEX mail_sender ON mail (organisation_id, sender, received);
            CREATE INDEX mail_message ON mail (organisation_id, message_id) WHERE message_id IS NOT NULL;

            -- Outcomes that a mail had before it was decided anew.
            CREATE TABLE mail_former_outcome (
                organisation_id uuid NOT NULL,
                mail_id uuid NOT NULL,
                decided timestamptz NOT NULL,
                decided_by text NOT NULL,
                reason text,
                words text NOT NULL,
                FOREIGN KEY (organisation_id, mail_id) REFERENCES mail (organisation_id, id)
            );
            CREATE INDEX mail_former_outcome_mail ON mail_former_outcome (organisation_id, mail_id);

            -- Cases that a mail has begun, or answered with a message.
            CREATE TABLE mail_case (
                organisation_id uuid NOT NULL,
                mail_id uuid NOT NULL,
                position integer NOT NULL,
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                message bigint REFERENCES case_message (number),
                PRIMARY KEY (organisation_id, mail_id, position),
                FOREIGN KEY (organisation_id, mail_id) REFERENCES mail (organisation_id, id)
            );
            CREATE INDEX mail_case_case ON mail_case (organisation_id, case_id);

            -- A UID that was noted. Where the mail was for another organisation than the mailbox, each has a row of its own:
            -- the mailbox's says only that it was passed on, the other one what became of it.
            CREATE TABLE mail_seen (
                organisation_id uuid NOT NULL,
                mailbox bigint NOT NULL REFERENCES mailbox (number),
                validity bigint NOT NULL CHECK (validity BETWEEN 0 AND 4294967295),
                uid bigint NOT NULL CHECK (uid BETWEEN 1 AND 4294967295),
                kind text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (kind IN (
                    'open', 'passed', 'cases', 'approval', 'comment', 'bounce', 'rejected')),
                reason text COLLATE "C",
                mail_id uuid,
                -- The bytes came before.
                is_repeat boolean NOT NULL DEFAULT false,
                -- It got its outcome without being read.
                is_dropped boolean NOT NULL DEFAULT false,
                -- It lay in a mailbox of another organisation.
                is_foreign boolean NOT NULL DEFAULT false,
                attempts integer NOT NULL DEFAULT 0,
                next_try timestamptz NOT NULL DEFAULT now(),
                trouble text NOT NULL DEFAULT '',
                PRIMARY KEY (organisation_id, mailbox, validity, uid),
                FOREIGN KEY (organisation_id, mail_id) REFERENCES mail (organisation_id, id),
                CONSTRAINT mail_seen_reason CHECK ((kind = 'rejected') = (reason IS NOT NULL)),
                CONSTRAINT mail_seen_mail CHECK ((kind IN ('open', 'passed') OR is_dropped) = (mail_id IS NULL))
            ) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
            CREATE INDEX mail_seen_due ON mail_seen (organisation_id, mailbox, (attempts > 0), validity, uid)
                WHERE kind = 'open';
            -- For the tally, which reads nothing else.
            CREATE INDEX mail_seen_tally ON mail_seen (organisation_id, kind, reason, is_foreign);
            CREATE INDEX mail_seen_mail ON mail_seen (organisation_id, mail_id) WHERE mail_id IS NOT NULL;
            CREATE INDEX mail_seen_lost ON mail_seen (organisation_id)
                WHERE mail_id IS NULL AND NOT is_dropped AND kind NOT IN ('open', 'passed');

            CREATE TABLE mail_question (
                organisation_id uuid NOT NULL,
                id text NOT NULL CHECK (id <> ''),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                message_key text NOT NULL,
                approver text NOT NULL,
                fingerprint text NOT NULL,
                -- JSON; NULL = no sum was read.
                gross text,
                asked timestamptz NOT NULL DEFAULT clock_timestamp(),
                expires timestamptz NOT NULL,
                used timestamptz,
                used_by uuid,
                PRIMARY KEY (organisation_id, id),
                UNIQUE (organisation_id, message_key, approver),
                FOREIGN KEY (organisation_id, used_by) REFERENCES mail (organisation_id, id)
            );
            CREATE INDEX mail_question_case ON mail_question (case_id);
            CREATE INDEX mail_question_used ON mail_question (organisation_id, used) WHERE used IS NOT NULL;

            -- Whose an address is has to be known before the organisation is.
            CREATE TABLE intake_address (
                local text PRIMARY KEY CHECK (local <> '' AND local = lower(local)),
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                process text NOT NULL,
                made timestamptz NOT NULL,
                retired timestamptz
            );
            CREATE INDEX intake_address_organisation ON intake_address (organisation_id);

            -- For the tally's checks, and for lists of a case.
            CREATE INDEX invoice_case_created ON invoice_case (organisation_id, created);
            CREATE INDEX case_key_mail ON case_key (organisation_id, case_id) WHERE key LIKE 'mail %';
            CREATE INDEX outgoing_message_case ON outgoing_message (case_id);

            -- Whether the worker still has the mailbox, which then waits for nobody else until the end of the transaction.
            CREATE FUNCTION fence_mailbox(the_organisation uuid, the_account text, the_name text, the_token bigint)
            RETURNS bigint LANGUAGE plpgsql AS $$
            DECLARE found bigint;
            BEGIN
                SELECT number INTO found FROM mailbox
                    WHERE organisation_id = the_organisation AND account = the_account AND name = the_name
                        AND token = the_token AND leased_until IS NOT NULL
                    FOR NO KEY UPDATE;
                IF found IS NULL THEN
                    RAISE EXCEPTION 'the mailbox was taken over' USING ERRCODE = 'PY001';
                END IF;
                RETURN found;
            END $$;

            -- Notes mails and how far the mailbox was read. A new UIDVALIDITY begins a new epoch; rows of older ones stay.
            CREATE FUNCTION note_mails(
                the_organisation uuid, the_account text, the_name text, the_token bigint, the_validity bigint, the_last bigint,
                the_mod_seq numeric, is_known_rescan boolean, the_uids bigint[]
            ) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE box mailbox%ROWTYPE; fresh bigint;
            BEGIN
                SELECT * INTO box FROM mailbox
                    WHERE number = fence_mailbox(the_organisation, the_account, the_name, the_token);
                IF box.validity IS DISTINCT FROM the_validity THEN
                    box.last := 0;
                    box.is_rescan := box.noted > 0;
                END IF;
                INSERT INTO mail_seen (organisation_id, mailbox, validity, uid)
                    SELECT the_organisation, box.number, the_validity, one FROM unnest(the_uids) AS one
                    ON CONFLICT DO NOTHING;
                GET DIAGNOSTICS fresh = ROW_COUNT;
                UPDATE mailbox SET validity = the_validity, last = greatest(box.last, the_last), mod_seq = the_mod_seq,
                    is_rescan = box.is_rescan OR is_known_rescan, noted = noted + fresh
                    WHERE number = box.number;
            END $$;

            -- Sum over what the steps of a case gave.
            CREATE FUNCTION case_fingerprint(the_case uuid) RETURNS text LANGUAGE sql STABLE AS $$
                SELECT encode(sha256(convert_to(
                    coalesce(string_agg(line, E'\n' ORDER BY number), ''), 'UTF8')), 'hex')
                FROM step_record WHERE case_id = the_case AND NOT is_superseded;
            $$;

            SELECT keep_apart_but_for_scheduler(kept::regclass, 'organisation_id')
                FROM unnest(ARRAY['mailbox', 'intake_address']) AS kept;
            SELECT keep_apart(kept::regclass) FROM unnest(ARRAY[
                'mail', 'mail_former_outcome', 'mail_case', 'mail_seen', 'mail_question']) AS kept;
            GRANT SELECT, INSERT, UPDATE ON mailbox, mail, mail_seen, mail_question, intake_address TO payables_app;
            GRANT SELECT, INSERT ON mail_former_outcome, mail_case TO payables_app;
            GRANT SELECT, INSERT, UPDATE, DELETE ON mail_worker TO payables_app;
            """#)
}
