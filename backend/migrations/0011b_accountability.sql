-- Accountability: public status by an unguessable id, an audit that only grows, and its linking without a scan.
-- depends: 0011_appeals

-- 128 random bits, as 32 hex digits; given to the sender with the receipt.
ALTER TABLE requests ADD COLUMN public_id text NOT NULL DEFAULT
    substr(encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex'), 1, 32);
CREATE UNIQUE INDEX requests_public ON requests (public_id);
CREATE INDEX request_events_failures ON request_events (request_id) WHERE event = 'failure_to_decide';

-- Audit records and links are written once. Whoever owns the tables could drop these triggers; the chain would show it.
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit records and links are never changed or removed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_records_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_chain_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();

-- What has no link yet, so that the linking job reads only that. An id is given before COMMIT, so a watermark of ids
-- would pass over a record that was committed late; this row becomes visible with its record.
CREATE TABLE audit_waiting (record_id bigint PRIMARY KEY);
INSERT INTO audit_waiting (record_id)
SELECT r.id FROM audit_records r WHERE NOT EXISTS (SELECT 1 FROM audit_chain c WHERE c.record_id = r.id);
CREATE FUNCTION audit_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.audit_waiting (record_id) SELECT id FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_records_wait AFTER INSERT ON audit_records
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION audit_waits();
