-- Repeat elections, days off as data, what changed an election and the work that follows, counting tables.
-- depends: 0005_notices

ALTER TABLE elections DROP CONSTRAINT elections_kind_check;
ALTER TABLE elections ADD CONSTRAINT elections_kind_check
    CHECK (kind IN ('assembly', 'local', 'referendum', 'partial', 'repeat'));
ALTER TABLE elections ADD COLUMN repeats integer REFERENCES elections;
ALTER TABLE elections ADD CONSTRAINT elections_repeat_check CHECK ((kind = 'repeat') = (repeats IS NOT NULL));

-- Official days off and days of reduced hours, one row for each day and act.
-- `bodies` is NULL for a day off of the whole country; else unit codes, and `cec` for the seat of the CEC.
CREATE TABLE rest_days (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    day         date NOT NULL,
    reduced     boolean NOT NULL DEFAULT false,
    name        text NOT NULL DEFAULT '',
    bodies      text[],
    act         jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
);
CREATE INDEX rest_days_of ON rest_days (election_id, day);

-- What changed the limits of an election, and a carry-over: facts before and after, and the work that follows.
-- The work goes through requests, then accreditations, in order of id, a chunk a transaction.
-- `request_after` and `accreditation_after` say how far it came.
CREATE TABLE election_events (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id         integer NOT NULL REFERENCES elections,
    kind                text NOT NULL CHECK (kind IN ('redating', 'holiday', 'limit', 'facts', 'carry_over')),
    at                  timestamptz NOT NULL,
    by_role             text NOT NULL,
    organisation_id     bigint REFERENCES organisations,
    act                 jsonb NOT NULL,
    before              jsonb NOT NULL,
    after               jsonb NOT NULL,
    state               text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
    stage               text NOT NULL,
    request_after       bigint NOT NULL DEFAULT 0,
    accreditation_after bigint NOT NULL DEFAULT 0,
    counts              jsonb NOT NULL DEFAULT '{}',
    finished_at         timestamptz
);
CREATE INDEX election_events_of ON election_events (election_id, id);
CREATE INDEX election_events_open ON election_events (id) WHERE state = 'open';

-- The accreditation of an earlier election that a request was carried over from; once in each election.
ALTER TABLE requests ADD COLUMN carried_from bigint REFERENCES accreditations;
CREATE UNIQUE INDEX requests_carried_once ON requests (election_id, carried_from) WHERE carried_from IS NOT NULL;
CREATE INDEX requests_of_election ON requests (election_id, id);
CREATE INDEX accreditations_of_election ON accreditations (election_id, id);

-- Counting tables lie in a counting centre (`parent_code`); a counting place for votes from abroad lies in no unit.
ALTER TABLE places DROP CONSTRAINT places_kind_check;
ALTER TABLE places ADD CONSTRAINT places_kind_check
    CHECK (kind IN ('voting_centre', 'counting_centre', 'counting_table', 'counting_abroad'));
ALTER TABLE places ALTER COLUMN unit_code DROP NOT NULL;
ALTER TABLE places ADD CONSTRAINT places_unit_check CHECK (unit_code IS NOT NULL OR kind = 'counting_abroad');
ALTER TABLE places ADD COLUMN parent_code text;
ALTER TABLE places ADD CONSTRAINT places_parent_check CHECK ((kind = 'counting_table') = (parent_code IS NOT NULL));
ALTER TABLE places ADD CONSTRAINT places_parent_fkey
    FOREIGN KEY (election_id, parent_code) REFERENCES places (election_id, code);

-- Raised by every import that changed the register, so that each process reads it again.
ALTER TABLE elections ADD COLUMN register_version integer NOT NULL DEFAULT 0;
