-- Channels that people made, beside those of the configuration, and the keys that open them.
CREATE SCHEMA streaming;

CREATE TABLE streaming.channel (
    name            text PRIMARY KEY CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
    organisation_id uuid NOT NULL,
    -- Who made it.
    account_id      uuid NOT NULL,
    title           text NOT NULL CHECK (char_length(title) <= 200),
    description     text NOT NULL CHECK (char_length(description) <= 2000),
    playback        text NOT NULL CHECK (playback IN ('PUBLIC', 'SIGNED', 'PERMISSION')),
    -- What a viewer needs where playback is by permission.
    permission      text NOT NULL,
    -- Signs the paths of its viewers; another one ends all that were given out.
    secret          bytea NOT NULL,
    created_at      timestamptz NOT NULL
);
CREATE INDEX channel_by_organisation ON streaming.channel (organisation_id, name);

CREATE TABLE streaming.stream_key (
    hash            bytea PRIMARY KEY,
    id              uuid NOT NULL UNIQUE,
    channel         text NOT NULL REFERENCES streaming.channel (name) ON DELETE CASCADE,
    organisation_id uuid NOT NULL,
    label           text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 120),
    -- How it begins, by which its owner recognises it.
    prefix          text NOT NULL,
    created_at      timestamptz NOT NULL,
    used_at         timestamptz,
    revoked_at      timestamptz
);
CREATE INDEX stream_key_by_channel ON streaming.stream_key (channel, created_at DESC);
