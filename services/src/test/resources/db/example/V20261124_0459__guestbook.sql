CREATE SCHEMA example;

CREATE TABLE example.entry (
    id              uuid PRIMARY KEY,
    organisation_id text NOT NULL,
    text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 500),
    written_at      timestamptz NOT NULL
);
CREATE INDEX entry_by_age ON example.entry (organisation_id, written_at DESC);
