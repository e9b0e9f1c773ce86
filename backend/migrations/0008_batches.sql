-- What was recorded already: the mark by which a row that is sent twice is known.
-- depends: 0005_notices

-- Equal for filings that say the same of the same person; keyed, so that nobody can guess a document from it.
-- Requests from before this column have none, and are never taken for a repetition.
ALTER TABLE requests ADD COLUMN fingerprint bytea;
CREATE INDEX requests_alike ON requests (organisation_id, election_id, fingerprint) WHERE fingerprint IS NOT NULL;
