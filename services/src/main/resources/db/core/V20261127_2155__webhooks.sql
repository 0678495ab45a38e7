-- Whom to tell of events, and what is told.
CREATE TABLE core.webhook_endpoint (
    id              uuid PRIMARY KEY,
    organisation_id text NOT NULL,
    account_id      text NOT NULL,
    url             text NOT NULL CHECK (char_length(url) BETWEEN 8 AND 2048),
    description     text NOT NULL CHECK (char_length(description) <= 200),
    -- Types of events; empty for all.
    events          text[] NOT NULL,
    -- Of the organisation's own streams, or of all.
    scope           text NOT NULL CHECK (scope IN ('OWN', 'ALL')),
    -- The signing secret, sealed with the key file of the data folder.
    sealed          bytea NOT NULL,
    state           text NOT NULL CHECK (state IN ('ON', 'OFF', 'DISABLED')),
    -- Since when nothing has arrived there; null where the last delivery did.
    failing_since   timestamptz,
    created_at      timestamptz NOT NULL
);
CREATE INDEX webhook_endpoint_by_organisation
    ON core.webhook_endpoint (organisation_id, created_at);

CREATE TABLE core.webhook_delivery (
    id              uuid PRIMARY KEY,
    endpoint_id     uuid NOT NULL REFERENCES core.webhook_endpoint (id) ON DELETE CASCADE,
    organisation_id text NOT NULL,
    -- The same for all endpoints and attempts, by which a receiver knows what it had.
    message_id      text NOT NULL,
    event           text NOT NULL,
    body            text NOT NULL CHECK (octet_length(body) <= 65536),
    state           text NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'FAILED')),
    attempts        integer NOT NULL,
    -- Not before then; while an attempt is under way, when it counts as lost.
    due_at          timestamptz NOT NULL,
    tried_at        timestamptz,
    status          integer,
    reason          text NOT NULL,
    created_at      timestamptz NOT NULL
);
CREATE INDEX webhook_delivery_due ON core.webhook_delivery (endpoint_id, due_at)
    WHERE state = 'WAITING';
CREATE INDEX webhook_delivery_log ON core.webhook_delivery (endpoint_id, created_at DESC, id);
CREATE INDEX webhook_delivery_age ON core.webhook_delivery (created_at);
