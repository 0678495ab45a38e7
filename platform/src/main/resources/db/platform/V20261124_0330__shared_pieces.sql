-- What all modules share. Flyway has made the schema.

-- Digest of all migrations that were run, so that a start need not ask Flyway.
CREATE TABLE platform.migration_stamp (
    id smallint PRIMARY KEY CHECK (id = 1),
    stamp text NOT NULL
);

-- Who gets which events, from the moment of subscribing on.
CREATE TABLE platform.subscription (
    event text NOT NULL,
    subscriber text NOT NULL,
    PRIMARY KEY (event, subscriber)
);

-- What is yet to be delivered: a row for each subscriber, gone once it has it.
CREATE TABLE platform.outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscriber text NOT NULL,
    event_id uuid NOT NULL,
    event text NOT NULL,
    key text NOT NULL,
    -- As it was written: jsonb would reorder it.
    body text NOT NULL,
    actor text NOT NULL,
    organisation text NOT NULL,
    request_id text NOT NULL,
    trace text NOT NULL,
    occurred_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    -- Later than now: delivery failed, and its key waits.
    due_at timestamptz NOT NULL
);
CREATE INDEX outbox_order ON platform.outbox (subscriber, id);
CREATE INDEX outbox_waiting ON platform.outbox (subscriber, key, id) WHERE attempts > 0;

-- What subscribers have had, so that a second delivery changes nothing.
CREATE TABLE platform.inbox (
    subscriber text NOT NULL,
    event_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (subscriber, event_id)
);
CREATE INDEX inbox_age ON platform.inbox (received_at);

-- Answers to requests that may be sent twice.
CREATE TABLE platform.idempotency (
    scope text NOT NULL,
    key text NOT NULL,
    -- SHA-256 of the request.
    request bytea NOT NULL CHECK (length(request) = 32),
    status smallint NOT NULL CHECK (status BETWEEN 200 AND 299),
    media_type text NOT NULL,
    -- Null where the answer showed a secret, which is never kept.
    body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_age ON platform.idempotency (created_at);

CREATE TABLE platform.audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    organisation text NOT NULL,
    request_id text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    details jsonb NOT NULL
);
CREATE INDEX audit_organisation ON platform.audit (organisation, id);
CREATE INDEX audit_object ON platform.audit (object, id);

CREATE FUNCTION platform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of an append-only table: %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON platform.audit
    FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
