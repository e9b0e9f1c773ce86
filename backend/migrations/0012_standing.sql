-- After the grant: standing, orders by two officers, legal bases, codes of conduct, re-accreditation.
-- depends: 0005_notices

ALTER TABLE accreditations DROP CONSTRAINT accreditations_state_check;
ALTER TABLE accreditations ADD CONSTRAINT accreditations_state_check
    CHECK (state IN ('valid', 'suspended', 'revoked', 'replaced', 'withdrawn', 'expired'));
-- A re-issued accreditation stands on the request of the one it replaces; one of them is in force.
ALTER TABLE accreditations DROP CONSTRAINT accreditations_request_id_key;
CREATE UNIQUE INDEX accreditations_in_force ON accreditations (request_id) WHERE state IN ('valid', 'suspended');
CREATE INDEX accreditations_of_request ON accreditations (request_id, id);
ALTER TABLE accreditations ADD COLUMN standing_at timestamptz;
ALTER TABLE accreditations ADD COLUMN reissues bigint REFERENCES accreditations;
UPDATE accreditations SET standing_at = coalesce(revoked_at, issued_at);
DROP INDEX accreditations_revoked;
-- What the signed list names: every serial that a door must not take.
CREATE INDEX accreditations_not_valid ON accreditations (election_id, serial) WHERE state <> 'valid';
CREATE INDEX accreditations_ending ON accreditations (valid_until) WHERE state IN ('valid', 'suspended');

-- Serials that ended while their accreditation goes on under a new one, so that no old list brings them back.
CREATE TABLE ended_serials (
    election_id      integer NOT NULL REFERENCES elections,
    serial           integer NOT NULL,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    ended_at         timestamptz NOT NULL,
    PRIMARY KEY (election_id, serial)
);

-- The history of each accreditation; `move` is a move of its state table, or issue, resign, identity.
CREATE TABLE standing_events (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    at               timestamptz NOT NULL,
    move             text NOT NULL,
    actor            text NOT NULL,
    reason           text NOT NULL DEFAULT '',
    act              jsonb NOT NULL DEFAULT '{}',
    order_id         bigint REFERENCES revocation_orders,
    details          jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX standing_events_of ON standing_events (accreditation_id, id);

-- The article on which an election's orders rest where its edition names none; the last one set of a measure holds.
CREATE TABLE legal_bases (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    measure     text NOT NULL CHECK (measure IN ('suspend', 'revoke')),
    article     text NOT NULL,
    law         text NOT NULL,
    act         text NOT NULL,
    demo        boolean NOT NULL DEFAULT false,
    set_at      timestamptz NOT NULL,
    set_by      text NOT NULL
);
CREATE INDEX legal_bases_of ON legal_bases (election_id, measure, id);

-- An order is proposed by one officer with its selection frozen, and confirmed by another.
ALTER TABLE revocation_orders ALTER COLUMN confirmed_by DROP NOT NULL;
ALTER TABLE revocation_orders ADD COLUMN measure text NOT NULL DEFAULT 'revoke' CHECK (measure IN ('suspend', 'revoke'));
ALTER TABLE revocation_orders ADD COLUMN state text NOT NULL DEFAULT 'effective'
    CHECK (state IN ('proposed', 'effective', 'withdrawn'));
ALTER TABLE revocation_orders ADD COLUMN reason text NOT NULL DEFAULT '';
ALTER TABLE revocation_orders ADD COLUMN basis jsonb;
ALTER TABLE revocation_orders ADD COLUMN appeal jsonb;
ALTER TABLE revocation_orders ADD COLUMN frozen bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE revocation_orders ADD COLUMN exempted integer NOT NULL DEFAULT 0;
ALTER TABLE revocation_orders ADD COLUMN effective_at timestamptz;
ALTER TABLE revocation_orders ADD COLUMN reaccreditation_hours integer;
UPDATE revocation_orders SET effective_at = ordered_at;
CREATE INDEX revocation_orders_of ON revocation_orders (election_id, id);

CREATE TABLE codes_of_conduct (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id  integer NOT NULL REFERENCES elections,
    version      text NOT NULL,
    text_sq      text NOT NULL DEFAULT '',
    text_en      text NOT NULL DEFAULT '',
    url          text NOT NULL DEFAULT '',
    sha256       text NOT NULL,
    valid_from   timestamptz NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    UNIQUE (election_id, version)
);

-- The lane: a request that follows an order, with its own clock and the comparison of face and document.
CREATE TABLE reaccreditations (
    request_id       bigint PRIMARY KEY REFERENCES requests,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    order_id         bigint REFERENCES revocation_orders,
    same_person      boolean NOT NULL,
    asked_at         timestamptz NOT NULL,
    due_at           timestamptz,
    identity         jsonb,
    accreditation_new bigint REFERENCES accreditations
);
CREATE INDEX reaccreditations_of ON reaccreditations (accreditation_id);
