-- The three ledgers (inbox, outbox, deadlines), conversations and channel budgets.
-- depends: 0002_accreditation

CREATE TABLE conversations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel         text NOT NULL,
    chat_key        text NOT NULL,
    language        text,
    state           bytea,
    offered         bytea,
    last_inbound_at timestamptz,
    window_until    timestamptz,
    human_since     timestamptz,
    human_owner     text,
    stopped_at      timestamptz,
    steps           bigint NOT NULL DEFAULT 0,
    minute_at       timestamptz,
    minute_count    integer NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    UNIQUE (channel, chat_key)
) WITH (fillfactor = 60);
-- The queue of people who wait for a human.
CREATE INDEX conversations_waiting ON conversations (human_since) WHERE human_since IS NOT NULL AND human_owner IS NULL;

-- `raw` is bytes: a NUL or a lone surrogate must not abort the others of its batch.
-- open: to be stepped. done: stepped, its effects committed. dead: given up after five attempts.
CREATE TABLE inbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel     text NOT NULL,
    provider_id text NOT NULL,
    chat_key    text NOT NULL,
    received_at timestamptz NOT NULL,
    raw         bytea NOT NULL,
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dead')),
    attempts    smallint NOT NULL DEFAULT 0,
    retry_at    timestamptz,
    step_no     bigint,
    answer      bytea,
    done_at     timestamptz,
    error       text,
    UNIQUE (channel, provider_id)
);
CREATE INDEX inbox_open ON inbox (channel, chat_key, id) WHERE state = 'open';

-- waiting: to be sent. riding: travels in a webhook's answer. leased: a sender has it.
-- unknown: the provider may have taken it. escrowed: waits until the person opens the 24-hour window.
CREATE TABLE outbox (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id bigint NOT NULL REFERENCES conversations,
    channel         text NOT NULL,
    inbox_id        bigint REFERENCES inbox,
    op_no           smallint NOT NULL DEFAULT 0,
    dedup_key       text,
    lane            smallint NOT NULL DEFAULT 3,
    body            bytea NOT NULL,
    state           text NOT NULL DEFAULT 'waiting'
                    CHECK (state IN ('waiting', 'riding', 'leased', 'sent', 'unknown', 'failed', 'escrowed')),
    attempts        smallint NOT NULL DEFAULT 0,
    sent_parts      smallint NOT NULL DEFAULT 0,
    due_at          timestamptz NOT NULL,
    lease_until     timestamptz,
    sent_at         timestamptz,
    provider_ref    text,
    provider_status text,
    error           text,
    created_at      timestamptz NOT NULL,
    UNIQUE (inbox_id, op_no)
);
CREATE INDEX outbox_open ON outbox (conversation_id, id)
    WHERE state IN ('waiting', 'riding', 'leased', 'unknown', 'escrowed');
CREATE UNIQUE INDEX outbox_once ON outbox (dedup_key) WHERE dedup_key IS NOT NULL;
CREATE INDEX outbox_by_ref ON outbox (provider_ref) WHERE provider_ref IS NOT NULL;

-- One limiter per bot token or sender, shared by every process.
CREATE TABLE channel_budgets (
    sender       text PRIMARY KEY,
    tokens       double precision NOT NULL,
    refilled_at  timestamptz NOT NULL,
    paused_until timestamptz
);

-- Computed from the law and stored; the sweep raises them, the law judges by `due_at`.
CREATE TABLE deadlines (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text NOT NULL,
    subject   text NOT NULL,
    due_at    timestamptz NOT NULL,
    state     text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'raised', 'closed')),
    raised_at timestamptz,
    UNIQUE (kind, subject)
);
CREATE INDEX deadlines_open ON deadlines (due_at) WHERE state = 'open';

CREATE TABLE chat_links (
    code_hash        bytea PRIMARY KEY,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    created_at       timestamptz NOT NULL,
    created_by       text NOT NULL,
    expires_at       timestamptz NOT NULL,
    wrong_facts      smallint NOT NULL DEFAULT 0,
    used_at          timestamptz,
    burned_at        timestamptz
);
CREATE INDEX chat_links_of ON chat_links (accreditation_id);

CREATE TABLE bindings (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id  bigint NOT NULL REFERENCES conversations,
    accreditation_id bigint NOT NULL REFERENCES accreditations,
    bound_at         timestamptz NOT NULL,
    unbound_at       timestamptz
);
CREATE UNIQUE INDEX bindings_open ON bindings (conversation_id, accreditation_id) WHERE unbound_at IS NULL;
CREATE INDEX bindings_of_accreditation ON bindings (accreditation_id) WHERE unbound_at IS NULL;
