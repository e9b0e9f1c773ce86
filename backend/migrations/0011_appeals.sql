-- Appeals whole: the register, documents, steps, rulings, and what follows for the request.
-- depends: 0005_notices

-- The register of appeals has an ordinal without gaps, one series an election (Art. 127 of 2008); 0 is for an appeal
-- that belongs to no election. The counter is taken last in its transaction.
CREATE TABLE appeal_registers (
    election_id integer PRIMARY KEY,
    last        integer NOT NULL
);

ALTER TABLE appeals DROP CONSTRAINT appeals_against_check;
ALTER TABLE appeals
    ALTER COLUMN request_id DROP NOT NULL,
    ADD CONSTRAINT appeals_against_check CHECK (against IN ('refusal', 'failure_to_decide', 'revocation', 'suspension',
                                                            'admission', 'ruling')),
    ADD COLUMN election_id      integer REFERENCES elections,
    ADD COLUMN organisation_id  bigint REFERENCES organisations,
    ADD COLUMN accreditation_id bigint REFERENCES accreditations,
    ADD COLUMN previous         bigint REFERENCES appeals,
    ADD COLUMN ordinal          integer,
    -- Which body of the law hears it, as known when it was filed; null while the lawyer has not said.
    ADD COLUMN body             text CHECK (body IN ('kas', 'cec', 'electoral_college')),
    -- What is challenged, as it stood: act, instants, the deciding body, the commission's grounds.
    ADD COLUMN object           jsonb NOT NULL DEFAULT '{}',
    -- The parts of Art. 126 beside the grounds: legal basis, what is asked, who signs.
    ADD COLUMN content          jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN rapporteur       jsonb,
    ADD COLUMN returned         jsonb,
    ADD COLUMN returned_at      timestamptz,
    ADD COLUMN completed_at     timestamptz,
    ADD COLUMN accepted_at      timestamptz,
    ADD COLUMN hearing          jsonb,
    -- The step that runs now, and when it is late; null where the law's number is unset.
    ADD COLUMN due_step         text,
    ADD COLUMN due_at           timestamptz;

UPDATE appeals a SET election_id = r.election_id, organisation_id = r.organisation_id
FROM requests r WHERE r.id = a.request_id;
UPDATE appeals a SET ordinal = n.place
FROM (SELECT id, row_number() OVER (PARTITION BY election_id ORDER BY id) AS place FROM appeals) n WHERE n.id = a.id;
INSERT INTO appeal_registers (election_id, last)
SELECT election_id, max(ordinal) FROM appeals WHERE election_id IS NOT NULL GROUP BY election_id;

CREATE UNIQUE INDEX appeals_register ON appeals (coalesce(election_id, 0), ordinal);
CREATE INDEX appeals_of_organisation ON appeals (organisation_id, id);
CREATE INDEX appeals_of_accreditation ON appeals (accreditation_id) WHERE accreditation_id IS NOT NULL;
CREATE INDEX appeals_running ON appeals (body, due_at) WHERE state IN ('filed', 'returned', 'completed', 'accepted');

CREATE TABLE appeal_events (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appeal_id bigint NOT NULL REFERENCES appeals,
    at        timestamptz NOT NULL,
    event     text NOT NULL,
    actor     text NOT NULL,
    details   jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX appeal_events_of ON appeal_events (appeal_id, id);

-- The bytes lie sealed in the evidence store under their hash.
CREATE TABLE appeal_documents (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appeal_id    bigint NOT NULL REFERENCES appeals,
    place        integer NOT NULL,
    title        text NOT NULL,
    sha256       bytea NOT NULL,
    sniffed_type text NOT NULL,
    size_bytes   integer NOT NULL,
    added_at     timestamptz NOT NULL,
    added_by     text NOT NULL,
    UNIQUE (appeal_id, place),
    UNIQUE (appeal_id, sha256)
);

-- One ruling an appeal: of two officers one decides.
CREATE TABLE appeal_rulings (
    appeal_id  bigint PRIMARY KEY REFERENCES appeals,
    outcome    text NOT NULL CHECK (outcome IN ('not_accepted', 'uphold', 'uphold_partly', 'reject')),
    grounds    jsonb NOT NULL,
    act_number text NOT NULL,
    act_date   date NOT NULL,
    signatory  text NOT NULL,
    body       text NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    effect     text NOT NULL,
    -- The remedy against the ruling: who hears it, until when, and how long it is of use.
    remedy     jsonb
);

-- What an act of the commission sets for one election where the law's text was not found.
CREATE TABLE appeal_rules (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    code        text NOT NULL,
    value       text NOT NULL,
    act         text NOT NULL,
    demo        boolean NOT NULL DEFAULT false,
    set_at      timestamptz NOT NULL,
    set_by      text NOT NULL
);
CREATE INDEX appeal_rules_of ON appeal_rules (election_id, id);

-- A ruling that reopens a request opens a new round: one final decision a round.
ALTER TABLE requests ADD COLUMN round integer NOT NULL DEFAULT 1;
ALTER TABLE decisions ADD COLUMN round integer NOT NULL DEFAULT 1;
DROP INDEX decisions_final;
CREATE UNIQUE INDEX decisions_final ON decisions (request_id, round) WHERE outcome IN ('grant', 'refuse');
