-- Irregularity reports under Art. 19(1)(b), their evidence, and what the Help Center could not answer.
-- depends: 0003_conversations

CREATE SEQUENCE report_numbers;

CREATE TABLE reports (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number           text NOT NULL UNIQUE,
    election_id      integer REFERENCES elections,
    accreditation_id bigint REFERENCES accreditations,
    organisation_id  bigint REFERENCES organisations,
    conversation_id  bigint REFERENCES conversations,
    unaccredited     boolean NOT NULL DEFAULT false,
    place_code       text,
    place_words      text NOT NULL DEFAULT '',
    out_of_scope     boolean NOT NULL DEFAULT false,
    words            text NOT NULL,
    phase            text NOT NULL DEFAULT '',
    category         text,
    severity         text,
    fields           jsonb NOT NULL DEFAULT '{}',
    addressee        text NOT NULL,
    state            text NOT NULL DEFAULT 'received',
    language         text NOT NULL DEFAULT 'sq',
    sent_at          timestamptz,
    received_at      timestamptz NOT NULL,
    content_hash     bytea NOT NULL,
    latitude         double precision,
    longitude        double precision
);
CREATE INDEX reports_of_organisation ON reports (organisation_id, id);
CREATE INDEX reports_of_addressee ON reports (addressee, id);
CREATE INDEX reports_of_accreditation ON reports (accreditation_id, id);

CREATE TABLE report_events (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id bigint NOT NULL REFERENCES reports,
    at        timestamptz NOT NULL,
    event     text NOT NULL,
    actor     text NOT NULL,
    text      text NOT NULL DEFAULT '',
    details   jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX report_events_of ON report_events (report_id, id);

-- The original bytes lie in the evidence store under `sha256`, sealed; a row is never changed once stored.
CREATE TABLE evidence (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id    bigint NOT NULL REFERENCES reports,
    inbox_id     bigint REFERENCES inbox,
    op_no        smallint NOT NULL DEFAULT 0,
    channel      text NOT NULL,
    media        jsonb NOT NULL,
    kind         text NOT NULL,
    caption      text NOT NULL DEFAULT '',
    forwarded    boolean NOT NULL DEFAULT false,
    album        text NOT NULL DEFAULT '',
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stored', 'failed')),
    attempts     smallint NOT NULL DEFAULT 0,
    due_at       timestamptz NOT NULL,
    lease_until  timestamptz,
    sha256       bytea,
    sniffed_type text,
    size_bytes   bigint,
    stored_at    timestamptz,
    error        text,
    UNIQUE (inbox_id, op_no)
);
CREATE INDEX evidence_of ON evidence (report_id, id);
CREATE INDEX evidence_waiting ON evidence (due_at) WHERE state = 'waiting';

-- S1 alerts: each stays open until a named person acknowledges it.
CREATE TABLE duty_alerts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report_id       bigint NOT NULL REFERENCES reports,
    raised_at       timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    UNIQUE (report_id)
);

-- Questions that nobody answered yet, without who asked, for the editors; deleted after 90 days.
CREATE TABLE unanswered_questions (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    channel  text NOT NULL,
    language text NOT NULL,
    text     text NOT NULL
);
