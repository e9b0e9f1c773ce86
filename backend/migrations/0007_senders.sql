-- Senders: readings that the lawyer sets, declarations, admissions with their history, changes of registrations.
-- depends: 0005_notices

-- `{code, option, act}` for each open question that an act answered for this election.
ALTER TABLE elections ADD COLUMN set_choices jsonb NOT NULL DEFAULT '[]';

-- What a sender says of itself when it registers: whether it or its observer coalition is the sender (Art. 18(4)).
ALTER TABLE organisations ADD COLUMN declaration jsonb NOT NULL DEFAULT '{}';

-- Every decision on an admission, and every time that a sender asked again with new facts.
CREATE TABLE admission_events (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organisation_id bigint NOT NULL REFERENCES organisations,
    at              timestamptz NOT NULL,
    event           text NOT NULL CHECK (event IN ('admitted', 'refused', 'asked_again')),
    actor           text NOT NULL,
    details         jsonb NOT NULL
);
CREATE INDEX admission_events_of ON admission_events (organisation_id, id);

-- The party from which an accreditation passed to its coalition.
ALTER TABLE accreditations ADD COLUMN passed_from bigint REFERENCES organisations;

-- The candidate or list as the commission registered it.
ALTER TABLE electoral_registrations ADD COLUMN name text NOT NULL DEFAULT '';

-- One order that changes registrations, and what it did to each accreditation.
CREATE TABLE registration_changes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id integer NOT NULL REFERENCES elections,
    act         jsonb NOT NULL,
    changes     jsonb NOT NULL,
    counts      jsonb NOT NULL,
    ordered_at  timestamptz NOT NULL,
    ordered_by  text NOT NULL
);
CREATE INDEX registration_changes_of ON registration_changes (election_id, id);

-- `issued` is the number of the accreditation that took its place.
CREATE TABLE registration_change_items (
    change_id        bigint NOT NULL REFERENCES registration_changes,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    effect           text NOT NULL,
    from_id          bigint NOT NULL REFERENCES organisations,
    to_id            bigint NOT NULL REFERENCES organisations,
    issued           text,
    reason           text NOT NULL,
    article          text NOT NULL,
    PRIMARY KEY (change_id, accreditation_id)
);
CREATE INDEX registration_change_items_of ON registration_change_items (accreditation_id, change_id);
