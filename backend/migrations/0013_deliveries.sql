-- Delivery of notices: the senders' webhooks, mails, chats, and what became of each.
-- depends: 0005_notices

-- `position` orders the feed: it is given when a notice is spread, so that no lower one ever appears later.
-- `sequence` counts the notices of one recipient without a gap.
ALTER TABLE notices ADD COLUMN position bigint UNIQUE, ADD COLUMN sequence bigint;
CREATE INDEX notices_feed ON notices (recipient, position) WHERE position IS NOT NULL;

-- `recipient` is a recipient of notices, or empty for the position of all. Taken last in a transaction.
CREATE TABLE notice_counters (
    recipient text PRIMARY KEY,
    last      bigint NOT NULL
);

-- One endpoint for each organisation. While `previous_until` lasts, two secrets sign.
-- `lease_until` and `lease` name the worker that serves it; `paused_until` spares an endpoint that does not answer.
CREATE TABLE sender_webhooks (
    organisation_id bigint PRIMARY KEY REFERENCES organisations,
    url             text NOT NULL,
    secret_sealed   bytea NOT NULL,
    secret_since    timestamptz NOT NULL,
    previous_sealed bytea,
    previous_until  timestamptz,
    state           text NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'disabled')),
    reason          text,
    set_at          timestamptz NOT NULL,
    failing_since   timestamptz,
    delivered_at    timestamptz,
    last_outcome    text,
    tested_at       timestamptz,
    paused_until    timestamptz,
    lease_until     timestamptz,
    lease           text
);

-- One mail carries the notices of one kind to one address. The address is sealed; its blind index finds equal ones.
-- waiting: to be sent. leased: a sender has it. unknown: the server may have taken it.
CREATE TABLE mails (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address_sealed bytea NOT NULL,
    address_index  bytea NOT NULL,
    language       text,
    kind           text NOT NULL,
    state          text NOT NULL DEFAULT 'waiting'
                   CHECK (state IN ('waiting', 'leased', 'sent', 'unknown', 'failed')),
    attempts       smallint NOT NULL DEFAULT 0,
    doubts         smallint NOT NULL DEFAULT 0,
    due_at         timestamptz NOT NULL,
    lease_until    timestamptz,
    sent_at        timestamptz,
    error          text,
    created_at     timestamptz NOT NULL
);
CREATE INDEX mails_open ON mails (due_at) WHERE state IN ('waiting', 'leased', 'unknown');

-- Addresses that a mail server refused for good.
CREATE TABLE bad_addresses (
    address_index bytea PRIMARY KEY,
    code          text NOT NULL,
    at            timestamptz NOT NULL
);

-- One row for each notice and channel: its webhook, each address, each chat.
-- `target` parts several of one channel: the conversation's id for a chat.
-- `body` is what the webhook gets: frozen, so that a repetition carries the same bytes.
CREATE TABLE deliveries (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id       bigint NOT NULL REFERENCES notices,
    channel         text NOT NULL CHECK (channel IN ('webhook', 'mail', 'chat')),
    target          text NOT NULL DEFAULT '',
    organisation_id bigint REFERENCES organisations,
    state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'unknown', 'failed')),
    attempts        smallint NOT NULL DEFAULT 0,
    first_at        timestamptz NOT NULL,
    due_at          timestamptz NOT NULL,
    sent_at         timestamptz,
    error           text,
    body            bytea,
    address_sealed  bytea,
    address_index   bytea,
    language        text,
    kind            text NOT NULL,
    mail_id         bigint REFERENCES mails,
    outbox_id       bigint,
    UNIQUE (notice_id, channel, target)
);
CREATE INDEX deliveries_by_webhook ON deliveries (organisation_id, id) WHERE channel = 'webhook' AND state = 'waiting';
CREATE INDEX deliveries_to_gather ON deliveries (due_at) WHERE channel = 'mail' AND state = 'waiting' AND mail_id IS NULL;
CREATE INDEX deliveries_of_address ON deliveries (address_index, kind)
    WHERE channel = 'mail' AND state = 'waiting' AND mail_id IS NULL;
CREATE INDEX deliveries_of_mail ON deliveries (mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX deliveries_failed ON deliveries (id) WHERE state IN ('failed', 'unknown');
