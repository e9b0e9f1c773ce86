-- Offices that an observer is known to hold, as a register or an act says; nothing follows from them by machine (EC-18).
-- depends: 0009_request_life

CREATE TABLE held_offices (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id   bigint NOT NULL REFERENCES requests,
    office       text NOT NULL CHECK (office IN ('commissioner', 'counter', 'candidate')),
    body         text NOT NULL DEFAULT '',
    incompatible boolean,
    source       text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    recorded_by  text NOT NULL
);
CREATE INDEX held_offices_of ON held_offices (request_id, id);
