-- Batches that go on where they stopped: rows waiting in chunks, an answer for each row, trial runs.
-- depends: 0008_batches

-- `checking` and `checked` are trial runs: nothing of them is filed until their sender says so.
ALTER TABLE batches DROP CONSTRAINT batches_state_check;
ALTER TABLE batches ADD CONSTRAINT batches_state_check
    CHECK (state IN ('checking', 'checked', 'received', 'done', 'failed'));
ALTER TABLE batches
    ADD COLUMN filed_by    text NOT NULL DEFAULT '',
    ADD COLUMN election_id integer,
    ADD COLUMN again       boolean NOT NULL DEFAULT false,
    ADD COLUMN checked_at  timestamptz,
    ADD COLUMN answered    integer NOT NULL DEFAULT 0,
    ADD COLUMN recorded    integer NOT NULL DEFAULT 0,
    ADD COLUMN repeated    integer NOT NULL DEFAULT 0,
    ADD COLUMN notes       jsonb NOT NULL DEFAULT '[]';
DROP INDEX batches_open;
CREATE INDEX batches_open ON batches (id) WHERE state IN ('received', 'checking');
CREATE INDEX batches_of_organisation ON batches (organisation_id, id);
CREATE INDEX batches_tried ON batches (received_at) WHERE state IN ('checking', 'checked');

-- The rows that wait, sealed, a few hundred together, so that no step opens more than its own.
CREATE TABLE batch_chunks (
    batch_id  bigint NOT NULL REFERENCES batches ON DELETE CASCADE,
    first_row integer NOT NULL,
    rows      integer NOT NULL,
    sealed    bytea NOT NULL,
    PRIMARY KEY (batch_id, first_row)
);

-- The answer to each row; `sealed` is the row as it was sent where it was rejected, for the file of corrections.
-- `mark` is the fingerprint of a row of a trial run, which has no request to carry it.
CREATE TABLE batch_rows (
    batch_id bigint NOT NULL REFERENCES batches ON DELETE CASCADE,
    row      integer NOT NULL,
    outcome  text NOT NULL CHECK (outcome IN ('ready', 'recorded', 'already_recorded', 'rejected')),
    answer   json NOT NULL,
    sealed   bytea,
    mark     bytea,
    PRIMARY KEY (batch_id, row)
);
CREATE INDEX batch_rows_marks ON batch_rows (batch_id, mark) WHERE mark IS NOT NULL;
CREATE INDEX batch_rows_rejected ON batch_rows (batch_id, row) WHERE outcome = 'rejected';

-- Answers given before this migration, and the rows that wait now: one chunk for each batch.
INSERT INTO batch_rows (batch_id, row, outcome, answer)
    SELECT b.id, (one->>'row')::integer, one->>'outcome', one::json
    FROM batches b, jsonb_array_elements(b.rows) one;
UPDATE batches b SET answered = jsonb_array_length(b.rows), filed_by = 'organisation:' || b.organisation_id,
    recorded = (SELECT count(*) FROM batch_rows r WHERE r.batch_id = b.id AND r.outcome = 'recorded');
INSERT INTO batch_chunks (batch_id, first_row, rows, sealed)
    SELECT id, answered + 1, total - answered, raw FROM batches WHERE state = 'received' AND raw IS NOT NULL;
ALTER TABLE batches DROP COLUMN rows, DROP COLUMN raw;
