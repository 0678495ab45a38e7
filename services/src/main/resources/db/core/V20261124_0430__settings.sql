-- What those who run the platform have set; a setting without a row here has its default.

CREATE SCHEMA core;

CREATE TABLE core.setting (
    name        text PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 64),
    value       text NOT NULL CHECK (char_length(value) <= 500),
    -- The account that set it.
    changed_by  text NOT NULL,
    changed_at  timestamptz NOT NULL
);
