-- Servers that a channel goes to, too.
CREATE TABLE streaming.target (
    id              uuid PRIMARY KEY,
    channel         text NOT NULL REFERENCES streaming.channel (name) ON DELETE CASCADE,
    organisation_id uuid NOT NULL,
    label           text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 100),
    -- Address and key, sealed with the key file of the data folder.
    sealed          bytea NOT NULL,
    mode            text NOT NULL CHECK (mode IN ('ON', 'OFF')),
    created_at      timestamptz NOT NULL
);
CREATE INDEX target_by_channel ON streaming.target (channel, created_at, id);
