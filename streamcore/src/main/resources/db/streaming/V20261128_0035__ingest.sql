-- How the media of a channel comes in, beside keys.
CREATE TABLE streaming.ingest (
    channel         text PRIMARY KEY REFERENCES streaming.channel (name) ON DELETE CASCADE,
    organisation_id uuid NOT NULL,
    -- Where it is fetched, sealed with the key file of the data folder.
    source          bytea,
    source_when     text NOT NULL CHECK (source_when IN ('ALWAYS', 'WATCHED')),
    -- By which those who publish over SRT encrypt, sealed likewise.
    passphrase      bytea,
    -- Which node fetches it, and until when no other does.
    node            text NOT NULL DEFAULT '',
    fetched_until   timestamptz NOT NULL DEFAULT to_timestamp(0)
);
CREATE INDEX ingest_by_organisation ON streaming.ingest (organisation_id);
CREATE INDEX ingest_with_source ON streaming.ingest (fetched_until) WHERE source IS NOT NULL;
