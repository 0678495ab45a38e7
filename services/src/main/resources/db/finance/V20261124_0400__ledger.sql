-- The double-entry ledger. Amounts are minor units, within what JSON numbers hold exactly.
CREATE SCHEMA IF NOT EXISTS finance;

CREATE TABLE finance.account (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    opened_at timestamptz NOT NULL,
    -- What follows changes, and stands in no index, so that a change is written in place.
    minimum bigint,
    maximum bigint,
    closed_at timestamptz,
    balance bigint NOT NULL DEFAULT 0
        CHECK (balance BETWEEN -9007199254740991 AND 9007199254740991),
    -- Reserved by pending holds.
    incoming bigint NOT NULL DEFAULT 0 CHECK (incoming BETWEEN 0 AND 9007199254740991),
    outgoing bigint NOT NULL DEFAULT 0 CHECK (outgoing BETWEEN 0 AND 9007199254740991),
    -- Of the last posting; the next is later.
    booked_at timestamptz,
    PRIMARY KEY (organisation_id, id),
    CONSTRAINT account_name UNIQUE (organisation_id, name),
    CONSTRAINT account_minimum CHECK (balance - outgoing >= minimum),
    CONSTRAINT account_maximum CHECK (balance + incoming <= maximum),
    CONSTRAINT account_closed
        CHECK (closed_at IS NULL OR (balance = 0 AND incoming = 0 AND outgoing = 0))
) WITH (fillfactor = 50);

CREATE TABLE finance.hold (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    destination_id uuid NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    description text NOT NULL,
    placed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('PENDING', 'POSTED', 'VOIDED', 'EXPIRED')),
    posted bigint NOT NULL DEFAULT 0 CHECK (posted >= 0),
    -- Still reserved.
    remaining bigint NOT NULL CHECK (remaining >= 0),
    ended_at timestamptz,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, source_id) REFERENCES finance.account,
    FOREIGN KEY (organisation_id, destination_id) REFERENCES finance.account,
    CHECK (source_id <> destination_id),
    CHECK (posted + remaining <= amount),
    CHECK ((state = 'PENDING') = (ended_at IS NULL)),
    CHECK ((state = 'PENDING') = (remaining > 0))
);
CREATE INDEX hold_expiry ON finance.hold (expires_at) WHERE state = 'PENDING';

CREATE TABLE finance.journal (
    organisation_id uuid NOT NULL,
    id uuid NOT NULL,
    booked_at timestamptz NOT NULL,
    actor text NOT NULL,
    description text NOT NULL CHECK (char_length(description) <= 250),
    reference text CHECK (char_length(reference) BETWEEN 1 AND 120),
    reverses uuid,
    hold_id uuid,
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, reverses) REFERENCES finance.journal,
    FOREIGN KEY (organisation_id, hold_id) REFERENCES finance.hold
);
CREATE UNIQUE INDEX journal_reference ON finance.journal (organisation_id, reference)
    WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX journal_reverses ON finance.journal (organisation_id, reverses)
    WHERE reverses IS NOT NULL;

CREATE TABLE finance.posting (
    organisation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    -- The transaction's; in one account each is later than the one before.
    booked_at timestamptz NOT NULL,
    journal_id uuid NOT NULL,
    leg smallint NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    -- Of the account, after this.
    balance bigint NOT NULL,
    PRIMARY KEY (organisation_id, account_id, booked_at),
    FOREIGN KEY (organisation_id, account_id) REFERENCES finance.account,
    FOREIGN KEY (organisation_id, journal_id) REFERENCES finance.journal
);
CREATE UNIQUE INDEX posting_journal ON finance.posting (organisation_id, journal_id, leg);

-- Transactions that wait for their place in the hash chain.
CREATE TABLE finance.unsealed (
    organisation_id uuid NOT NULL,
    booked_at timestamptz NOT NULL,
    journal_id uuid NOT NULL,
    PRIMARY KEY (organisation_id, booked_at, journal_id)
);

-- The hash chain of each organisation: docs/ledger.md says what is hashed.
CREATE TABLE finance.seal (
    organisation_id uuid NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    journal_id uuid NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organisation_id, number),
    UNIQUE (organisation_id, journal_id),
    FOREIGN KEY (organisation_id, journal_id) REFERENCES finance.journal
);

-- Whatever the program does: nothing unbalanced comes in, nothing written changes.
CREATE FUNCTION finance.refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added p
        JOIN finance.account a ON a.organisation_id = p.organisation_id AND a.id = p.account_id
        GROUP BY p.organisation_id, p.journal_id, a.currency
        HAVING sum(p.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'unbalanced transaction' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER balanced AFTER INSERT ON finance.posting
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_unbalanced();

CREATE FUNCTION finance.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of an append-only table: %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finance.journal
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finance.posting
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON finance.seal
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER nothing_vanishes BEFORE DELETE OR TRUNCATE ON finance.account
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
CREATE TRIGGER nothing_vanishes BEFORE DELETE OR TRUNCATE ON finance.hold
    FOR EACH STATEMENT EXECUTE FUNCTION finance.refuse_change();
