-- Requests, decisions, appeals, accreditations, badges, presence.
-- depends: 0001_places_and_people

CREATE SEQUENCE request_numbers;
CREATE SEQUENCE accreditation_numbers;
CREATE SEQUENCE appeal_numbers;

CREATE TABLE batches (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisations,
    received_at     timestamptz NOT NULL,
    format          text NOT NULL,
    state           text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'done', 'failed')),
    total           integer NOT NULL,
    raw             bytea,
    rows            jsonb NOT NULL DEFAULT '[]',
    finished_at     timestamptz
);
CREATE INDEX batches_open ON batches (id) WHERE state = 'received';

CREATE TABLE requests (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number            text NOT NULL UNIQUE,
    election_id       integer NOT NULL REFERENCES elections,
    organisation_id   bigint NOT NULL REFERENCES organisations,
    state             text NOT NULL,
    received_at       timestamptz NOT NULL,
    given_name        text NOT NULL,
    father_name       text NOT NULL DEFAULT '',
    family_name       text NOT NULL,
    birth_date        date NOT NULL,
    citizenship       text NOT NULL,
    document_type     text NOT NULL,
    document_sealed   bytea NOT NULL,
    document_index    bytea NOT NULL,
    phone_sealed      bytea,
    email_sealed      bytea,
    languages         text[] NOT NULL DEFAULT '{}',
    scope             jsonb NOT NULL,
    role              text NOT NULL,
    language          text NOT NULL,
    code_of_conduct   jsonb NOT NULL,
    photo_ref         text,
    photo_hash        bytea,
    hold_consent      boolean NOT NULL DEFAULT false,
    competent         text NOT NULL,
    assessment        jsonb NOT NULL,
    decision_due_at   timestamptz,
    decision_due_kind text,
    failure_at        timestamptz,
    replaces          bigint REFERENCES requests,
    batch_id          bigint REFERENCES batches,
    batch_row         integer,
    UNIQUE (batch_id, batch_row)
);
CREATE INDEX requests_of_organisation ON requests (organisation_id, id);
CREATE INDEX requests_open ON requests (competent, decision_due_at) WHERE state IN ('received', 'assessed', 'overdue');
CREATE INDEX requests_same_document ON requests (election_id, document_index);

CREATE TABLE request_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES requests,
    at         timestamptz NOT NULL,
    event      text NOT NULL,
    actor      text NOT NULL,
    details    jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX request_events_of ON request_events (request_id, id);

CREATE TABLE decisions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id   bigint NOT NULL REFERENCES requests,
    outcome      text NOT NULL CHECK (outcome IN ('grant', 'refuse', 'return')),
    grounds      jsonb NOT NULL,
    act_number   text NOT NULL,
    act_date     date NOT NULL,
    signatory    text NOT NULL,
    body         text NOT NULL,
    decided_at   timestamptz NOT NULL,
    decided_by   text NOT NULL,
    appeal       jsonb
);
CREATE UNIQUE INDEX decisions_final ON decisions (request_id) WHERE outcome IN ('grant', 'refuse');
CREATE INDEX decisions_of ON decisions (request_id, id);

CREATE TABLE appeals (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number     text NOT NULL UNIQUE,
    request_id bigint NOT NULL REFERENCES requests,
    against    text CHECK (against IN ('refusal', 'failure_to_decide')),
    state      text NOT NULL DEFAULT 'filed',
    grounds    text NOT NULL,
    filed_at   timestamptz NOT NULL,
    filed_by   text NOT NULL,
    assessment jsonb NOT NULL
);
CREATE INDEX appeals_of ON appeals (request_id);

-- `serial` is the badge's serial in its election; the signed credential carries it.
CREATE TABLE accreditations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number          text NOT NULL UNIQUE,
    serial          integer NOT NULL,
    request_id      bigint NOT NULL UNIQUE REFERENCES requests,
    election_id     integer NOT NULL REFERENCES elections,
    organisation_id bigint NOT NULL REFERENCES organisations,
    state           text NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'revoked')),
    issued_at       timestamptz NOT NULL,
    valid_from      timestamptz NOT NULL,
    valid_until     timestamptz NOT NULL,
    display_name    text NOT NULL,
    role            text NOT NULL,
    scope           jsonb NOT NULL,
    citizenship     text NOT NULL,
    credential      text NOT NULL,
    public_id       text NOT NULL UNIQUE,
    photo_ref       text,
    revoked_at      timestamptz,
    revocation      jsonb,
    UNIQUE (election_id, serial)
);
CREATE INDEX accreditations_of_organisation ON accreditations (organisation_id, id);
CREATE INDEX accreditations_revoked ON accreditations (election_id, serial) WHERE state = 'revoked';

CREATE TABLE badge_keys (
    kid            bytea PRIMARY KEY,
    purpose        text NOT NULL CHECK (purpose IN ('root', 'badge')),
    status         text NOT NULL CHECK (status IN ('current', 'standby', 'retired', 'revoked')),
    public_key     bytea NOT NULL,
    private_sealed bytea NOT NULL,
    from_at        timestamptz NOT NULL,
    until_at       timestamptz NOT NULL,
    created_at     timestamptz NOT NULL
);
CREATE UNIQUE INDEX badge_keys_current ON badge_keys (purpose) WHERE status = 'current';

-- Every trust list ever signed by the root; verifiers take a higher number only.
CREATE TABLE trust_lists (
    seq       integer PRIMARY KEY,
    issued_at timestamptz NOT NULL,
    list      text NOT NULL
);

-- The last badge serial and the last revocation list number of each election; taken last in a transaction.
CREATE TABLE badge_counters (
    election_id    integer PRIMARY KEY REFERENCES elections,
    serial         integer NOT NULL DEFAULT 0,
    revocation_seq integer NOT NULL DEFAULT 0
);

CREATE TABLE revocation_lists (
    election_id integer NOT NULL REFERENCES elections,
    seq         integer NOT NULL,
    issued_at   timestamptz NOT NULL,
    list        text NOT NULL,
    serials     integer NOT NULL,
    PRIMARY KEY (election_id, seq)
);

-- Orders that revoke by organisation, zone and category; two officers sign each.
CREATE TABLE revocation_orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    act         jsonb NOT NULL,
    filter      jsonb NOT NULL,
    revoked     integer NOT NULL,
    ordered_at  timestamptz NOT NULL,
    ordered_by  text NOT NULL,
    confirmed_by text NOT NULL
);

CREATE TABLE check_ins (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    election_id      integer NOT NULL,
    organisation_id  bigint NOT NULL,
    place_code       text NOT NULL,
    counted          boolean NOT NULL,
    entered_at       timestamptz NOT NULL,
    left_at          timestamptz,
    source           text NOT NULL,
    recorded_by      text NOT NULL,
    closed_by        text,
    override_reason  text,
    over_cap         boolean NOT NULL DEFAULT false,
    FOREIGN KEY (election_id, place_code) REFERENCES places (election_id, code)
);
CREATE INDEX check_ins_open ON check_ins (election_id, place_code, organisation_id) WHERE left_at IS NULL;
CREATE UNIQUE INDEX check_ins_one_open ON check_ins (accreditation_id) WHERE left_at IS NULL;
