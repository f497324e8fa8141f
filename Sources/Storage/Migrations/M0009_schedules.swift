extension Migration {
    /// Work at certain times. A run is a row whose key is the planned time: who can write it plans it, so that of all
    /// programs one does.
    static let schedules = Migration(
        number: 9, name: "schedules",
        sql: """
            CREATE TABLE schedule (
                organisation_id uuid NOT NULL REFERENCES organisation (id),
                name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
                definition text NOT NULL,
                overlap text NOT NULL CHECK (overlap IN ('skip', 'queue-one', 'allow')),
                is_paused boolean NOT NULL DEFAULT false,
                -- The earliest time that was not planned yet; NULL = none comes any more.
                next_at timestamptz,
                PRIMARY KEY (organisation_id, name)
            );
            CREATE INDEX schedule_due ON schedule (next_at) WHERE NOT is_paused;

            CREATE TABLE schedule_run (
                organisation_id uuid NOT NULL,
                schedule text NOT NULL,
                planned timestamptz NOT NULL,
                status text NOT NULL
                    CHECK (status IN ('due', 'running', 'done', 'failed', 'skipped', 'missed')),
                note text NOT NULL DEFAULT '',
                runner text,
                token bigint,
                leased_until timestamptz,
                deliveries integer NOT NULL DEFAULT 0,
                started timestamptz,
                ended timestamptz,
                PRIMARY KEY (organisation_id, schedule, planned),
                FOREIGN KEY (organisation_id, schedule) REFERENCES schedule (organisation_id, name) ON DELETE CASCADE
            );
            CREATE INDEX schedule_run_open ON schedule_run (planned) WHERE status IN ('due', 'running');

            -- Hands out one run. Claims of one schedule wait for each other by its row, and every statement in here sees
            -- what was committed before it; so of runs that must not overlap, two are never handed out.
            CREATE FUNCTION claim_schedule_run(the_runner text, the_now timestamptz, the_lease interval)
            RETURNS SETOF schedule_run LANGUAGE plpgsql AS $$
            DECLARE one record; item schedule%ROWTYPE; taken schedule_run%ROWTYPE;
            BEGIN
                FOR one IN
                    SELECT organisation_id, schedule, min(planned) AS earliest FROM schedule_run
                    WHERE status IN ('due', 'running') AND (status = 'due' OR leased_until < the_now)
                    GROUP BY organisation_id, schedule ORDER BY earliest
                LOOP
                    SELECT * INTO item FROM schedule s
                        WHERE s.organisation_id = one.organisation_id AND s.name = one.schedule
                        FOR UPDATE SKIP LOCKED;
                    CONTINUE WHEN NOT FOUND OR item.is_paused;
                    CONTINUE WHEN item.overlap <> 'allow' AND EXISTS (
                        SELECT FROM schedule_run r
                        WHERE r.organisation_id = one.organisation_id AND r.schedule = one.schedule
                            AND r.status = 'running' AND r.leased_until >= the_now);
                    UPDATE schedule_run r SET status = 'running', runner = the_runner, token = nextval('claim_token'),
                        leased_until = the_now + the_lease, deliveries = r.deliveries + 1,
                        started = coalesce(r.started, the_now)
                    WHERE r.organisation_id = one.organisation_id AND r.schedule = one.schedule AND r.planned = (
                        SELECT min(o.planned) FROM schedule_run o
                        WHERE o.organisation_id = one.organisation_id AND o.schedule = one.schedule
                            AND o.status IN ('due', 'running') AND (o.status = 'due' OR o.leased_until < the_now))
                    RETURNING * INTO taken;
                    IF FOUND THEN RETURN NEXT taken; RETURN; END IF;
                END LOOP;
            END $$;

            SELECT keep_apart_but_for_scheduler(kept::regclass, 'organisation_id')
                FROM unnest(ARRAY['schedule', 'schedule_run']) AS kept;
            GRANT SELECT, INSERT, UPDATE, DELETE ON schedule, schedule_run TO payables_app;
            """)
}
