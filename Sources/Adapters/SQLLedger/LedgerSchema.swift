/// The tables of the ledger, in a schema of their own: `ledger`.
///
/// Whoever books is bound to three functions and may read; nobody, not even the owner, changes or removes an entry.
/// The numbers of entries have no gaps: the counter is raised in the transaction that books.
enum LedgerSchema {
    /// Counts the changes of this text; a ledger of another edition is not used.
    static let edition = 1
    /// What a login becomes before it books.
    static let role = "payables_ledger"

    static let sql = """
        CREATE SCHEMA ledger;
        REVOKE ALL ON SCHEMA ledger FROM PUBLIC;

        CREATE TABLE ledger.edition (number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
        INSERT INTO ledger.edition (number) VALUES (\(edition));

        CREATE TABLE ledger.currency (
            code text PRIMARY KEY CHECK (code ~ '^[A-Z]{3}$'),
            -- Behind the point.
            digits smallint NOT NULL CHECK (digits BETWEEN 0 AND 4)
        );

        -- A day in no period can be booked on.
        CREATE TABLE ledger.period (
            name text PRIMARY KEY,
            first_day date NOT NULL,
            last_day date NOT NULL CHECK (last_day >= first_day),
            is_closed boolean NOT NULL DEFAULT false,
            EXCLUDE USING gist (daterange(first_day, last_day, '[]') WITH &&)
        );

        -- The account that a line of this kind is booked on, where the ledger's owner has named one.
        CREATE TABLE ledger.account (
            kind text PRIMARY KEY CHECK (kind IN ('expense', 'tax', 'payable')),
            code text NOT NULL CHECK (code <> '')
        );

        CREATE TABLE ledger.counter (is_only boolean PRIMARY KEY CHECK (is_only), last bigint NOT NULL);
        INSERT INTO ledger.counter VALUES (true, 0);

        CREATE TABLE ledger.entry (
            number bigint PRIMARY KEY,
            key text NOT NULL,
            -- The entry that this one takes back.
            reverses bigint UNIQUE REFERENCES ledger.entry (number),
            case_id text NOT NULL,
            document text NOT NULL,
            supplier_id text NOT NULL,
            invoice_number text NOT NULL,
            invoice_date date NOT NULL,
            due_date date,
            -- The day that it counts for; its period has to be open.
            day date NOT NULL,
            currency text NOT NULL REFERENCES ledger.currency (code),
            net numeric NOT NULL,
            tax numeric NOT NULL,
            gross numeric NOT NULL CHECK (net + tax = gross),
            orders text[] NOT NULL,
            department text,
            cost_centre text,
            approved_by text NOT NULL,
            reason text NOT NULL DEFAULT '',
            posted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            posted_by text NOT NULL DEFAULT session_user,
            CONSTRAINT entry_key UNIQUE (key)
        );
        CREATE INDEX entry_case ON ledger.entry (case_id);

        -- Debit is above zero; the lines of an entry add up to nothing.
        CREATE TABLE ledger.line (
            entry bigint NOT NULL REFERENCES ledger.entry (number),
            position smallint NOT NULL,
            kind text NOT NULL CHECK (kind IN ('expense', 'tax', 'payable')),
            account text,
            amount numeric NOT NULL,
            PRIMARY KEY (entry, position)
        );

        CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'check_violation';
        END $$;
        CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
            FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
        CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.line
            FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

        -- Asked at the commit: an entry without its lines is never seen by anybody.
        CREATE FUNCTION ledger.hold_together() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM ledger.line WHERE entry = NEW.number
                HAVING sum(amount) = 0 AND sum(amount) FILTER (WHERE kind = 'expense') = NEW.net
                    AND coalesce(sum(amount) FILTER (WHERE kind = 'tax'), 0) = NEW.tax) THEN
                RAISE EXCEPTION 'entry % and its lines do not add up', NEW.number USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER hold_together AFTER INSERT ON ledger.entry DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION ledger.hold_together();

        \(functions)

        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
        GRANT USAGE ON SCHEMA ledger TO \(role);
        GRANT SELECT ON ledger.edition, ledger.currency, ledger.period, ledger.account, ledger.entry, ledger.line
            TO \(role);
        GRANT EXECUTE ON FUNCTION ledger.post, ledger.find, ledger.reverse TO \(role);
        """

    /// They run as the owner of the ledger. A post is one statement and so one transaction: a client that is held up
    /// or dies leaves no lock behind.
    private static let functions = """
        CREATE FUNCTION ledger.write_lines(the_entry bigint, the_net numeric, the_tax numeric) RETURNS void
        LANGUAGE sql AS $$
            INSERT INTO ledger.line (entry, position, kind, account, amount)
            SELECT the_entry, l.position, l.kind, a.code, l.amount
            FROM (VALUES (1, 'expense', the_net), (2, 'tax', the_tax), (3, 'payable', -the_net - the_tax))
                AS l (position, kind, amount)
            LEFT JOIN ledger.account a ON a.kind = l.kind
            WHERE l.kind <> 'tax' OR l.amount <> 0;
        $$;

        -- Name of the closed period that a day falls in; NULL = it can be booked on, and stays so until the commit.
        CREATE FUNCTION ledger.closed_on(the_day date) RETURNS text LANGUAGE plpgsql AS $$
        DECLARE found_name text; found_closed boolean;
        BEGIN
            SELECT name, is_closed INTO found_name, found_closed FROM ledger.period
                WHERE the_day BETWEEN first_day AND last_day FOR SHARE;
            RETURN CASE WHEN found_closed THEN found_name END;
        END $$;

        -- Outcomes: posted, known (the same was booked with this key before), other (something else was), currency, digits,
        -- sums, closed (words: the period).
        CREATE FUNCTION ledger.post(
            the_key text, the_case text, the_document text, the_supplier text, the_invoice text, the_date date,
            the_due date, the_currency text, the_net numeric, the_tax numeric, the_gross numeric, the_orders text[],
            the_department text, the_cost_centre text, the_approver text, OUT outcome text, OUT entry bigint,
            OUT words text
        ) LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
        DECLARE known ledger.entry%ROWTYPE; places smallint;
        BEGIN
            words := '';
            -- Who asks for this key waits until it is decided.
            PERFORM pg_advisory_xact_lock(hashtextextended(the_key, 0));
            SELECT * INTO known FROM ledger.entry e WHERE e.key = the_key;
            IF FOUND THEN
                entry := known.number;
                outcome := CASE WHEN (known.case_id, known.document, known.supplier_id, known.invoice_number,
                        known.invoice_date, known.due_date, known.currency, known.net, known.tax, known.gross,
                        known.orders, known.department, known.cost_centre, known.approved_by, known.reverses)
                    IS NOT DISTINCT FROM (the_case, the_document, the_supplier, the_invoice, the_date, the_due,
                        the_currency, the_net, the_tax, the_gross, the_orders, the_department, the_cost_centre,
                        the_approver, NULL::bigint)
                    THEN 'known' ELSE 'other' END;
                RETURN;
            END IF;
            SELECT digits INTO places FROM ledger.currency WHERE code = the_currency;
            IF NOT FOUND THEN outcome := 'currency'; words := the_currency; RETURN; END IF;
            IF greatest(scale(the_net), scale(the_tax), scale(the_gross)) > places THEN
                outcome := 'digits'; RETURN;
            END IF;
            IF the_net + the_tax <> the_gross THEN outcome := 'sums'; RETURN; END IF;
            words := ledger.closed_on(the_date);
            IF words IS NOT NULL THEN outcome := 'closed'; RETURN; END IF;
            words := '';
            UPDATE ledger.counter SET last = last + 1 RETURNING last INTO entry;
            INSERT INTO ledger.entry (number, key, case_id, document, supplier_id, invoice_number, invoice_date,
                    due_date, day, currency, net, tax, gross, orders, department, cost_centre, approved_by)
                VALUES (entry, the_key, the_case, the_document, the_supplier, the_invoice, the_date,
                    the_due, the_date, the_currency, the_net, the_tax, the_gross, the_orders, the_department,
                    the_cost_centre, the_approver);
            PERFORM ledger.write_lines(entry, the_net, the_tax);
            outcome := 'posted';
        END $$;

        -- Number of the entry with this key; waits for one that is being made.
        CREATE FUNCTION ledger.find(the_key text) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended(the_key, 0));
            RETURN (SELECT number FROM ledger.entry WHERE key = the_key);
        END $$;

        -- Takes an entry back by a second one. Outcomes: posted, known, missing, reversal, taken (words: by which entry),
        -- other, closed.
        CREATE FUNCTION ledger.reverse(
            the_number bigint, the_key text, the_day date, the_actor text, the_reason text, OUT outcome text,
            OUT entry bigint, OUT words text
        ) LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
        DECLARE first ledger.entry%ROWTYPE; known ledger.entry%ROWTYPE;
        BEGIN
            words := '';
            PERFORM pg_advisory_xact_lock(hashtextextended(the_key, 0));
            SELECT * INTO known FROM ledger.entry e WHERE e.key = the_key;
            IF FOUND THEN
                entry := known.number;
                outcome := CASE WHEN known.reverses = the_number AND known.day = the_day AND known.reason = the_reason
                    AND known.approved_by = the_actor THEN 'known' ELSE 'other' END;
                RETURN;
            END IF;
            SELECT * INTO first FROM ledger.entry WHERE number = the_number FOR UPDATE;
            IF NOT FOUND THEN outcome := 'missing'; RETURN; END IF;
            IF first.reverses IS NOT NULL THEN outcome := 'reversal'; RETURN; END IF;
            SELECT number INTO entry FROM ledger.entry WHERE reverses = the_number;
            IF FOUND THEN outcome := 'taken'; words := entry::text; RETURN; END IF;
            words := ledger.closed_on(the_day);
            IF words IS NOT NULL THEN outcome := 'closed'; RETURN; END IF;
            words := '';
            UPDATE ledger.counter SET last = last + 1 RETURNING last INTO entry;
            INSERT INTO ledger.entry (number, key, reverses, case_id, document, supplier_id, invoice_number,
                    invoice_date, due_date, day, currency, net, tax, gross, orders, department, cost_centre,
                    approved_by, reason)
                VALUES (entry, the_key, the_number, first.case_id, first.document, first.supplier_id,
                    first.invoice_number, first.invoice_date, first.due_date, the_day, first.currency, -first.net,
                    -first.tax, -first.gross, first.orders, first.department, first.cost_centre, the_actor,
                    the_reason);
            PERFORM ledger.write_lines(entry, -first.net, -first.tax);
            outcome := 'posted';
        END $$;
        """
}
