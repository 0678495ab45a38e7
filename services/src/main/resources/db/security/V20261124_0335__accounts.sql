-- Accounts, organisations, sessions and tokens. No secret stands here in the clear: passwords are
-- Argon2id, what a person or a machine carries (session ids, codes, tokens) is SHA-256 of at least
-- 128 random bits, or of a short code that dies after five tries; private keys are sealed.

CREATE SCHEMA security;

CREATE TABLE security.organisation (
    id          uuid PRIMARY KEY,
    name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    created_at  timestamptz NOT NULL
);

CREATE TABLE security.account (
    id              uuid PRIMARY KEY,
    -- As the owner wrote it, for mails; compared in lower case.
    email           text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 254),
    email_key       text NOT NULL UNIQUE,
    name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    password        text NOT NULL,
    state           text NOT NULL CHECK (state IN ('UNVERIFIED', 'ACTIVE', 'DISABLED')),
    -- A password that somebody else has seen: it opens nothing but its own change.
    password_change boolean NOT NULL DEFAULT false,
    roles           text[] NOT NULL DEFAULT '{}',
    -- Where its own records belong until it chooses another.
    organisation_id uuid NOT NULL REFERENCES security.organisation (id),
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL
);
CREATE INDEX account_by_age ON security.account (created_at, id);
CREATE INDEX account_by_role ON security.account USING gin (roles);

CREATE TABLE security.member (
    organisation_id uuid NOT NULL REFERENCES security.organisation (id) ON DELETE CASCADE,
    account_id      uuid NOT NULL REFERENCES security.account (id) ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'MEMBER')),
    joined_at       timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, account_id)
);
CREATE INDEX member_by_account ON security.member (account_id);

-- One code an account and purpose; a new one replaces it.
CREATE TABLE security.mail_code (
    account_id  uuid NOT NULL REFERENCES security.account (id) ON DELETE CASCADE,
    purpose     text NOT NULL CHECK (purpose IN ('VERIFY', 'RESET')),
    hash        bytea NOT NULL,
    tries_left  int NOT NULL CHECK (tries_left >= 0),
    expires_at  timestamptz NOT NULL,
    PRIMARY KEY (account_id, purpose)
);

-- Counts by hashed address whether or not it has an account, so that a lock tells nobody which.
CREATE TABLE security.attempt (
    kind         text NOT NULL CHECK (kind IN ('SIGN_IN', 'MAIL')),
    subject      bytea NOT NULL,
    count        int NOT NULL,
    window_ends  timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX attempt_by_end ON security.attempt (window_ends);

CREATE TABLE security.session (
    hash            bytea PRIMARY KEY,
    id              uuid NOT NULL UNIQUE,
    account_id      uuid NOT NULL REFERENCES security.account (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES security.organisation (id) ON DELETE CASCADE,
    -- Pages send it back with every change; it opens nothing without the session itself.
    csrf            text NOT NULL,
    agent           text NOT NULL,
    address         text NOT NULL,
    created_at      timestamptz NOT NULL,
    seen_at         timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz
);
CREATE INDEX session_by_account ON security.session (account_id, created_at DESC);
CREATE INDEX session_by_end ON security.session (expires_at);

-- What a session was exchanged for: a line of refresh tokens and the access tokens they brought.
CREATE TABLE security.token_grant (
    id              uuid PRIMARY KEY,
    account_id      uuid NOT NULL REFERENCES security.account (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES security.organisation (id) ON DELETE CASCADE,
    scopes          text[] NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    revoked_at      timestamptz
);
CREATE INDEX token_grant_by_account ON security.token_grant (account_id);
CREATE INDEX token_grant_by_end ON security.token_grant (expires_at);

CREATE TABLE security.refresh_token (
    hash       bytea PRIMARY KEY,
    grant_id   uuid NOT NULL REFERENCES security.token_grant (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    -- Used once; seen again, it has been stolen, and the whole grant falls.
    used_at    timestamptz
);
CREATE INDEX refresh_token_by_grant ON security.refresh_token (grant_id);

CREATE TABLE security.api_token (
    hash            bytea PRIMARY KEY,
    id              uuid NOT NULL UNIQUE,
    account_id      uuid NOT NULL REFERENCES security.account (id) ON DELETE CASCADE,
    organisation_id uuid NOT NULL REFERENCES security.organisation (id) ON DELETE CASCADE,
    name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    -- The start of the token, by which its owner recognises it.
    prefix          text NOT NULL,
    scopes          text[] NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    used_at         timestamptz,
    revoked_at      timestamptz
);
CREATE INDEX api_token_by_account ON security.api_token (account_id, created_at DESC);

CREATE TABLE security.signing_key (
    id          text PRIMARY KEY,
    -- A JWK without its private part, as JWKS shows it.
    public_key  text NOT NULL,
    -- The private part, sealed with the key file of the data folder.
    sealed      bytea NOT NULL,
    created_at  timestamptz NOT NULL,
    -- Signs from here until a younger one does; verifies until it ends.
    signs_from  timestamptz NOT NULL,
    ends_at     timestamptz
);
