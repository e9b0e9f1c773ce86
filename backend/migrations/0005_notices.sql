-- Notices: what senders, commissions and observers are told, written by the action that causes it.
-- depends: 0004_reports_and_help

-- `recipient` is organisation:<id>, observer:<accreditation number>, or commission:<election>:<role>.
-- `arguments` hold numbers, instants and codes; never a name, a document number or a phone.
CREATE TABLE notices (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at              timestamptz NOT NULL,
    recipient       text NOT NULL,
    organisation_id bigint REFERENCES organisations,
    election_id     integer REFERENCES elections,
    kind            text NOT NULL,
    subject         text NOT NULL,
    arguments       jsonb NOT NULL DEFAULT '{}',
    dedup_key       text UNIQUE,
    spread          boolean NOT NULL DEFAULT false
);
CREATE INDEX notices_of_recipient ON notices (recipient, id);
CREATE INDEX notices_to_spread ON notices (id) WHERE NOT spread;
