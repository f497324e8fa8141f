extension Migration {
    /// Cases, their journal and messages, the queue and the timers. Changes of a case go through ``PostgresCaseStore``;
    /// the functions here are the parts that have to look before they write.
    static let cases = Migration(
        number: 2, name: "cases",
        sql: #"""
            -- The scheduler hands out cases of all organisations; it sees ids and times, never what is in a case.
            CREATE FUNCTION is_scheduler() RETURNS boolean LANGUAGE sql STABLE AS
                $$ SELECT coalesce(current_setting('payables.scheduler', true), '') = 'on' $$;

            ALTER TABLE organisation ADD COLUMN is_paused boolean NOT NULL DEFAULT false;

            CREATE TABLE case_transition (
                status text NOT NULL, may_become text NOT NULL, PRIMARY KEY (status, may_become));

            CREATE TABLE invoice_case (
                id uuid PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                year integer NOT NULL,
                number integer NOT NULL,
                workflow_name text NOT NULL,
                workflow_version integer NOT NULL,
                workflow_digest text NOT NULL,
                subject_name text NOT NULL,
                subject_sha256 text NOT NULL,
                subject_size bigint NOT NULL,
                status text NOT NULL,
                reason text NOT NULL DEFAULT '',
                place text NOT NULL,
                version bigint NOT NULL DEFAULT 1,
                priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 9),
                created timestamptz NOT NULL DEFAULT now(),
                changed timestamptz NOT NULL DEFAULT now(),
                UNIQUE (organisation_id, year, number)
            );
            CREATE INDEX invoice_case_list ON invoice_case (organisation_id, status, changed);

            CREATE FUNCTION check_transition() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NOT EXISTS (
                    SELECT FROM case_transition t WHERE t.status = OLD.status AND t.may_become = NEW.status) THEN
                    RAISE EXCEPTION 'a case that is % cannot become %', OLD.status, NEW.status USING ERRCODE = 'PY003';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER check_transition BEFORE UPDATE ON invoice_case
                FOR EACH ROW EXECUTE FUNCTION check_transition();

            CREATE TABLE reference_number (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                year integer NOT NULL,
                last integer NOT NULL,
                PRIMARY KEY (organisation_id, year)
            );

            CREATE TABLE case_key (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                key text NOT NULL,
                case_id uuid NOT NULL REFERENCES invoice_case (id) DEFERRABLE INITIALLY DEFERRED,
                PRIMARY KEY (organisation_id, key)
            );

            CREATE TABLE step_record (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                step text NOT NULL,
                kind text NOT NULL,
                line text NOT NULL,
                is_superseded boolean NOT NULL DEFAULT false,
                at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX step_record_case ON step_record (case_id, number);
            -- What a step gave is never written over.
            CREATE UNIQUE INDEX step_record_once ON step_record (case_id, step)
                WHERE kind = 'output' AND NOT is_superseded;

            CREATE TABLE case_effect (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                step text NOT NULL,
                outcome text NOT NULL CHECK (outcome IN ('intended', 'done', 'failed', 'uncertain')),
                output text,
                changed timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (case_id, step)
            );

            CREATE TABLE case_message (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                body text NOT NULL,
                sender text NOT NULL,
                reason text NOT NULL,
                version bigint,
                at timestamptz NOT NULL DEFAULT clock_timestamp(),
                is_accepted boolean,
                reply text
            );
            CREATE INDEX case_message_open ON case_message (case_id, number) WHERE is_accepted IS NULL;

            CREATE TABLE case_event (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                kind text NOT NULL,
                step text,
                actor text NOT NULL,
                words text NOT NULL,
                at timestamptz NOT NULL DEFAULT now()
            );
            CREATE INDEX case_event_case ON case_event (case_id, id);

            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'PY004';
            END $$;
            CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON case_event
                FOR EACH ROW EXECUTE FUNCTION refuse_change();

            CREATE TABLE outgoing_message (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                key text NOT NULL,
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                body text NOT NULL,
                at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (organisation_id, key)
            );

            CREATE TABLE publication (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                event text NOT NULL,
                count bigint NOT NULL,
                PRIMARY KEY (organisation_id, event)
            );

            CREATE TABLE subscription (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                event text NOT NULL,
                case_id uuid NOT NULL REFERENCES invoice_case (id),
                PRIMARY KEY (organisation_id, event, case_id)
            );

            CREATE TABLE dead_letter (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                case_id uuid PRIMARY KEY REFERENCES invoice_case (id),
                reason text NOT NULL,
                at timestamptz NOT NULL DEFAULT now()
            );

            -- The queue: a row for each case that wants to be looked at now. Kept small, so that it stays fast.
            CREATE SEQUENCE claim_token;
            CREATE TABLE work (
                case_id uuid PRIMARY KEY,
                organisation_id uuid NOT NULL,
                priority smallint NOT NULL,
                since timestamptz NOT NULL DEFAULT clock_timestamp(),
                leased_until timestamptz,
                worker text,
                token bigint,
                deliveries integer NOT NULL DEFAULT 0,
                is_hailed boolean NOT NULL DEFAULT false
            ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
            CREATE INDEX work_ready ON work (organisation_id, priority DESC, since, case_id) WHERE leased_until IS NULL;
            CREATE INDEX work_leased ON work (leased_until) WHERE leased_until IS NOT NULL;

            -- Times that are still to come, away from the queue.
            CREATE TABLE timer (
                case_id uuid PRIMARY KEY,
                organisation_id uuid NOT NULL,
                priority smallint NOT NULL,
                due timestamptz NOT NULL
            );
            CREATE INDEX timer_due ON timer (due);

            -- Makes a case due. While a worker has it, the worker is hailed: it looks again before it lets go.
            CREATE FUNCTION wake_case(the_case uuid, the_organisation uuid) RETURNS void LANGUAGE sql AS $$
                DELETE FROM timer WHERE case_id = the_case;
                INSERT INTO work (case_id, organisation_id, priority)
                    SELECT c.id, c.organisation_id, c.priority FROM invoice_case c
                    WHERE c.id = the_case AND c.organisation_id = the_organisation
                ON CONFLICT (case_id) DO UPDATE SET is_hailed = work.is_hailed OR work.leased_until IS NOT NULL;
            $$;

            -- Whether the worker still has the case, which then waits for nobody else until the end of the transaction.
            CREATE FUNCTION fence(the_case uuid, the_token bigint, the_version bigint) RETURNS void
            LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM FROM work
                    WHERE case_id = the_case AND token = the_token AND leased_until IS NOT NULL FOR UPDATE;
                IF NOT FOUND THEN RAISE EXCEPTION 'the case was taken over' USING ERRCODE = 'PY001'; END IF;
                IF the_version IS NOT NULL
                    AND NOT EXISTS (SELECT FROM invoice_case WHERE id = the_case AND version = the_version) THEN
                    RAISE EXCEPTION 'the case has changed' USING ERRCODE = 'PY001';
                END IF;
            END $$;

            -- Lets go of a case. What: live (a sign of life), keep (the worker has got on and goes on), now, at, rest, gone.
            CREATE FUNCTION settle(the_case uuid, what text, the_due timestamptz, the_lease interval) RETURNS void
            LANGUAGE plpgsql AS $$
            DECLARE item work%ROWTYPE;
            BEGIN
                SELECT * INTO item FROM work WHERE case_id = the_case;
                IF what = 'live' THEN
                    UPDATE work SET leased_until = clock_timestamp() + the_lease WHERE case_id = the_case;
                ELSIF what = 'gone' THEN
                    DELETE FROM work WHERE case_id = the_case;
                ELSIF what = 'keep' THEN
                    UPDATE work SET leased_until = clock_timestamp() + the_lease, deliveries = 1, is_hailed = false
                        WHERE case_id = the_case;
                ELSIF item.is_hailed OR what = 'now' THEN
                    UPDATE work SET leased_until = NULL, worker = NULL, deliveries = 0, is_hailed = false,
                        since = clock_timestamp() WHERE case_id = the_case;
                ELSE
                    DELETE FROM work WHERE case_id = the_case;
                    IF what = 'at' THEN
                        INSERT INTO timer (case_id, organisation_id, priority, due)
                            VALUES (the_case, item.organisation_id, item.priority, the_due)
                        ON CONFLICT (case_id) DO UPDATE SET due = EXCLUDED.due;
                    END IF;
                END IF;
            END $$;

            -- Begins a case once for its key.
            CREATE FUNCTION begin_case(
                the_organisation uuid, the_id uuid, the_key text, the_workflow text, the_workflow_version integer,
                the_digest text, the_name text, the_sha256 text, the_size bigint, the_place text, the_priority smallint,
                the_actor text
            ) RETURNS uuid LANGUAGE plpgsql AS $$
            DECLARE known uuid; the_year integer := extract(year FROM now() AT TIME ZONE 'UTC'); the_number integer;
            BEGIN
                INSERT INTO case_key (organisation_id, key, case_id) VALUES (the_organisation, the_key, the_id)
                    ON CONFLICT DO NOTHING;
                IF NOT FOUND THEN
                    SELECT case_id INTO known FROM case_key WHERE organisation_id = the_organisation AND key = the_key;
                    RETURN known;
                END IF;
                INSERT INTO reference_number (organisation_id, year, last) VALUES (the_organisation, the_year, 1)
                    ON CONFLICT (organisation_id, year) DO UPDATE SET last = reference_number.last + 1
                    RETURNING last INTO the_number;
                INSERT INTO invoice_case (id, organisation_id, year, number, workflow_name, workflow_version,
                        workflow_digest,
                        subject_name, subject_sha256, subject_size, status, place, priority)
                    VALUES (the_id, the_organisation, the_year, the_number, the_workflow, the_workflow_version,
                        the_digest,
                        the_name, the_sha256, the_size, 'running', the_place, the_priority);
                INSERT INTO case_event (organisation_id, case_id, kind, actor, words)
                    VALUES (the_organisation, the_id, 'case-begun', the_actor, '');
                INSERT INTO work (case_id, organisation_id, priority) VALUES (the_id, the_organisation, the_priority);
                RETURN the_id;
            END $$;

            -- Wakes the case at once when the event was published since the worker looked.
            CREATE FUNCTION subscribe(the_organisation uuid, the_event text, the_case uuid, since bigint) RETURNS void
            LANGUAGE plpgsql AS $$
            DECLARE known bigint;
            BEGIN
                INSERT INTO publication (organisation_id, event, count) VALUES (the_organisation, the_event, 0)
                    ON CONFLICT DO NOTHING;
                SELECT count INTO known FROM publication
                    WHERE organisation_id = the_organisation AND event = the_event FOR SHARE;
                INSERT INTO subscription (organisation_id, event, case_id)
                    VALUES (the_organisation, the_event, the_case)
                    ON CONFLICT DO NOTHING;
                IF known > since THEN PERFORM wake_case(the_case, the_organisation); END IF;
            END $$;

            CREATE FUNCTION publish(the_organisation uuid, the_event text) RETURNS bigint LANGUAGE plpgsql AS $$
            DECLARE woken bigint;
            BEGIN
                INSERT INTO publication (organisation_id, event, count) VALUES (the_organisation, the_event, 1)
                    ON CONFLICT (organisation_id, event) DO UPDATE SET count = publication.count + 1;
                WITH waiting AS (
                    DELETE FROM subscription WHERE organisation_id = the_organisation AND event = the_event
                    RETURNING case_id
                ), woken_cases AS (SELECT wake_case(case_id, the_organisation) FROM waiting)
                SELECT count(*) INTO woken FROM woken_cases;
                RETURN woken;
            END $$;

            -- Row security. Of the tables that the scheduler needs, it sees the rows of all.
            CREATE FUNCTION keep_apart_but_for_scheduler(kept regclass, own text) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', kept);
                EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', kept);
                EXECUTE format('DROP POLICY IF EXISTS kept_apart ON %s', kept);
                EXECUTE format('CREATE POLICY kept_apart ON %s USING (CASE WHEN (SELECT is_scheduler()) THEN true '
                    'ELSE %I = (SELECT current_organisation()) END)', kept, own);
            END $$;
            REVOKE ALL ON FUNCTION keep_apart_but_for_scheduler(regclass, text) FROM PUBLIC;

            SELECT keep_apart_but_for_scheduler('organisation', 'id');
            SELECT keep_apart_but_for_scheduler(kept::regclass, 'organisation_id')
                FROM unnest(ARRAY['work', 'timer']) AS kept;
            SELECT keep_apart(kept::regclass) FROM unnest(ARRAY[
                'invoice_case', 'reference_number', 'case_key', 'step_record', 'case_effect', 'case_message', 'case_event',
                'outgoing_message', 'publication', 'subscription', 'dead_letter']) AS kept;

            GRANT SELECT, INSERT, UPDATE, DELETE ON work, timer, subscription TO payables_app;
            GRANT SELECT, INSERT, UPDATE ON invoice_case, reference_number, case_key, step_record, case_effect,
                case_message, outgoing_message, publication, dead_letter TO payables_app;
            GRANT SELECT, INSERT ON case_event TO payables_app;
            GRANT SELECT ON case_transition TO payables_app;
            GRANT USAGE ON SEQUENCE claim_token TO payables_app;

            -- As CaseStatus has them; a test compares.
            INSERT INTO case_transition (status, may_become) VALUES
                ('running', 'running'), ('running', 'waiting'), ('running', 'review'), ('running', 'paused'),
                ('running', 'completed'), ('running', 'rejected'), ('running', 'failed'), ('running', 'cancelled'),
                ('waiting', 'running'), ('waiting', 'waiting'), ('waiting', 'review'), ('waiting', 'paused'),
                ('waiting', 'completed'), ('waiting', 'rejected'), ('waiting', 'failed'), ('waiting', 'cancelled'),
                ('review', 'review'), ('review', 'running'), ('review', 'cancelled'),
                ('paused', 'paused'), ('paused', 'running'), ('paused', 'cancelled'),
                ('rejected', 'rejected'), ('rejected', 'running'),
                ('failed', 'failed'), ('failed', 'running'), ('failed', 'cancelled'),
                ('completed', 'completed'), ('cancelled', 'cancelled');
            """#)
}
