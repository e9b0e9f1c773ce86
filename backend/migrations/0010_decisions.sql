-- Proposals, acts with their lists and addenda, what a decision rested on, the end of delegations, interim accreditations.
-- depends: 0005_notices

-- What an officer proposes on a request; the last one counts, all are kept.
CREATE TABLE proposals (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id  bigint NOT NULL REFERENCES requests,
    outcome     text NOT NULL CHECK (outcome IN ('grant', 'refuse', 'return')),
    grounds     jsonb NOT NULL,
    proposed_at timestamptz NOT NULL,
    proposed_by text NOT NULL,
    key_id      text NOT NULL
);
CREATE INDEX proposals_of ON proposals (request_id, id);

-- One act of a commission on many requests: a draft with its list, then in effect by number, date and signatory.
CREATE TABLE acts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    body        text NOT NULL,
    state       text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'in_effect', 'abandoned')),
    addendum_to bigint REFERENCES acts,
    created_at  timestamptz NOT NULL,
    created_by  text NOT NULL,
    number      text,
    act_date    date,
    signatory   text,
    effected_at timestamptz,
    effected_by text,
    CHECK ((state = 'in_effect') = (number IS NOT NULL AND act_date IS NOT NULL AND signatory IS NOT NULL
                                    AND effected_at IS NOT NULL))
);
-- Two acts of one commission never share number and date.
CREATE UNIQUE INDEX acts_number ON acts (election_id, body, number, act_date) WHERE state = 'in_effect';
CREATE INDEX acts_of ON acts (election_id, id);
CREATE INDEX acts_addenda ON acts (addendum_to) WHERE addendum_to IS NOT NULL;

-- `outcome` is null where the last proposal counts; `left_out` holds the codes for which a line was not decided.
CREATE TABLE act_lines (
    act_id     bigint NOT NULL REFERENCES acts,
    request_id bigint NOT NULL REFERENCES requests,
    outcome    text CHECK (outcome IN ('grant', 'refuse', 'return')),
    grounds    jsonb NOT NULL DEFAULT '[]',
    left_out   text[],
    PRIMARY KEY (act_id, request_id)
);
CREATE INDEX act_lines_of_request ON act_lines (request_id);

-- `basis` is the competence with its instruction and the edition; `found` is what the rules found, without the counts.
ALTER TABLE decisions
    ADD COLUMN act_id bigint REFERENCES acts,
    ADD COLUMN basis  jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN found  jsonb NOT NULL DEFAULT '[]';
CREATE INDEX decisions_of_act ON decisions (act_id) WHERE act_id IS NOT NULL;
CREATE INDEX decisions_by_act_number ON decisions (body, act_date, act_number);

-- The instruction that ended a delegation early, and when.
ALTER TABLE delegations ADD COLUMN ended jsonb;

-- An accreditation issued while an appeal runs: its act, its basis, and whether the appeal's decision ends it.
ALTER TABLE accreditations ADD COLUMN interim jsonb;
