-- Elections, the register of places, organisations, keys.
-- depends:

CREATE TABLE elections (
    id                 integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name               text NOT NULL,
    kind               text NOT NULL CHECK (kind IN ('assembly', 'local', 'referendum', 'partial')),
    election_date      date NOT NULL,
    decreed_on         date,
    edition            text NOT NULL,
    reading            text NOT NULL,
    hour_anchor        text NOT NULL DEFAULT 'start_of_date',
    hour_clock         text NOT NULL DEFAULT 'elapsed',
    holidays           date[] NOT NULL DEFAULT '{}',
    reduced_days       date[] NOT NULL DEFAULT '{}',
    set_limits         jsonb NOT NULL DEFAULT '[]',
    demo               boolean NOT NULL DEFAULT false,
    final_announcement timestamptz,
    created_at         timestamptz NOT NULL,
    created_by         text NOT NULL
);

-- A place's code is in the normal form of bots.reports.places: "1850/01", "4337", "KZAZ 12".
CREATE TABLE electoral_units (
    election_id integer NOT NULL REFERENCES elections,
    code        text NOT NULL,
    name        text NOT NULL,
    PRIMARY KEY (election_id, code)
);

CREATE TABLE places (
    election_id integer NOT NULL REFERENCES elections,
    code        text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('voting_centre', 'counting_centre')),
    unit_code   text NOT NULL,
    name        text NOT NULL,
    address     text NOT NULL DEFAULT '',
    latitude    double precision,
    longitude   double precision,
    special     text,
    PRIMARY KEY (election_id, code),
    FOREIGN KEY (election_id, unit_code) REFERENCES electoral_units (election_id, code)
);
CREATE INDEX places_by_unit ON places (election_id, unit_code, kind);

-- `role` is the role that acts for the commission: cec, zec:<unit>, lgec:<unit>, vcc:<voting centre>.
CREATE TABLE commissions (
    election_id integer NOT NULL REFERENCES elections,
    role        text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('cec', 'zec', 'lgec', 'vcc')),
    name        text NOT NULL,
    unit_code   text,
    place_code  text,
    email       text,
    PRIMARY KEY (election_id, role)
);

-- Delegations of Art. 18(6): an instruction that lets ZECs or LGECs decide on political senders.
CREATE TABLE delegations (
    id          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    instruction text NOT NULL,
    body_kind   text NOT NULL CHECK (body_kind IN ('zec', 'lgec')),
    units       text[],
    from_at     timestamptz NOT NULL,
    until_at    timestamptz
);

CREATE TABLE organisations (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text NOT NULL,
    acronym       text NOT NULL DEFAULT '',
    kind          text NOT NULL,
    country       text NOT NULL,
    contact       jsonb NOT NULL,
    registered_at timestamptz NOT NULL,
    admission     text NOT NULL DEFAULT 'pending' CHECK (admission IN ('pending', 'admitted', 'refused')),
    admission_act jsonb,
    admitted_at   timestamptz
);

-- What Art. 18(2) and (3) hang on: who is registered where, as an electoral subject, in a coalition, in which zone.
CREATE TABLE electoral_registrations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id     integer NOT NULL REFERENCES elections,
    organisation_id bigint NOT NULL REFERENCES organisations,
    kind            text NOT NULL CHECK (kind IN ('subject', 'candidate', 'multi_name_list', 'coalition_member',
                                                  'party_candidate', 'human_rights')),
    standing        text NOT NULL DEFAULT 'holds' CHECK (standing IN ('holds', 'ended', 'contested')),
    unit_code       text,
    since           timestamptz NOT NULL,
    coalition_id    bigint REFERENCES organisations,
    act             jsonb NOT NULL,
    recorded_at     timestamptz NOT NULL,
    recorded_by     text NOT NULL
);
CREATE INDEX electoral_registrations_of ON electoral_registrations (organisation_id, election_id);

CREATE TABLE api_keys (
    id              text PRIMARY KEY,
    secret_hash     bytea NOT NULL,
    role            text NOT NULL,
    label           text NOT NULL DEFAULT '',
    organisation_id bigint REFERENCES organisations,
    created_at      timestamptz NOT NULL,
    revoked_at      timestamptz
);
CREATE INDEX api_keys_by_role ON api_keys (role);

-- Answers kept for 7 days; sealed, because one of them carries a key.
CREATE TABLE idempotency_keys (
    principal  text NOT NULL,
    path       text NOT NULL,
    key        text NOT NULL,
    body_hash  bytea NOT NULL,
    status     integer,
    answer     bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (principal, path, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Written unchained; one job links the rows in a fixed order by `hash`.
CREATE TABLE audit_records (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text NOT NULL,
    subject text NOT NULL,
    details jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE audit_chain (
    position  bigint PRIMARY KEY,
    record_id bigint NOT NULL UNIQUE REFERENCES audit_records,
    hash      bytea NOT NULL
);

CREATE TABLE test_clock (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    offset_s  double precision NOT NULL
);
