-- The life of a request: who else it may be, what was filed when, translation, reinstatement, reminders.
-- depends: 0005_notices

-- Keyed hashes of the person's name and birth date, so that the same person is found without reading every name.
-- `sent_at` is what the sender claims; `filed_hash` is SHA-256 of the body that was filed.
-- `addendum` marks a request that adds to the one it `replaces` and keeps its observer (EC-15).
ALTER TABLE requests
    ADD COLUMN person_keys bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN filed_hash bytea,
    ADD COLUMN addendum boolean NOT NULL DEFAULT false;
CREATE INDEX requests_same_person ON requests USING gin (person_keys) WITH (fastupdate = off);
CREATE INDEX requests_without_keys ON requests (id) WHERE person_keys = '{}';
CREATE INDEX requests_replacing ON requests (replaces) WHERE replaces IS NOT NULL;
-- What waits for a decision by when, for the reminders and for what is late.
CREATE INDEX requests_due ON requests (decision_due_at, competent)
    WHERE state IN ('received', 'assessed', 'returned', 'overdue');

-- Law 44/2015 Art. 20: the notice of the duty to translate, with its additional deadline, and what came of it.
CREATE TABLE translations (
    request_id    bigint PRIMARY KEY REFERENCES requests,
    notified_at   timestamptz NOT NULL,
    notified_by   text NOT NULL,
    act           jsonb NOT NULL,
    last_day      date,
    due_at        timestamptz,
    delivered_at  timestamptz,
    file_ref      text,
    file_type     text,
    file_hash     bytea
);

-- Pleas to be put back in time; the commission decides on them within its decision on the request.
CREATE TABLE reinstatements (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES requests,
    filed_at   timestamptz NOT NULL,
    filed_by   text NOT NULL,
    reasons    text NOT NULL,
    documents  jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX reinstatements_of ON reinstatements (request_id, id);

-- How many hours before a decision is due its commission is reminded, as the CEC chose for the election.
CREATE TABLE reminder_leads (
    election_id integer PRIMARY KEY REFERENCES elections,
    leads_hours integer[] NOT NULL,
    set_at      timestamptz NOT NULL,
    set_by      text NOT NULL
);
