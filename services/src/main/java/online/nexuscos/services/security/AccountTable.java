package online.nexuscos.services.security;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Statements;

/** Accounts and their passwords. */
record AccountTable(Statements sql) {
    private static final String SELECT =
            "SELECT " + Account.COLUMNS + " FROM security.account AS account ";

    Optional<Account> byEmail(String email) {
        return sql.find(SELECT + "WHERE email_key = $1", Account::of, Email.key(email));
    }

    Optional<Account> byId(UUID id) {
        return sql.find(SELECT + "WHERE id = $1", Account::of, id);
    }

    /** As {@link #byEmail}; nobody else changes it until the transaction ends. */
    Optional<Account> lockByEmail(String email) {
        return sql.find(SELECT + "WHERE email_key = $1 FOR UPDATE", Account::of, Email.key(email));
    }

    /** The next accounts by age, the oldest first. */
    List<Account> page(Instant since, UUID after, int limit) {
        return sql.query(
                SELECT
                        + "WHERE (created_at, id) > ($1, $2) ORDER BY created_at, id LIMIT $3",
                Account::of,
                since,
                after,
                limit);
    }

    boolean hasAny(Role role) {
        return sql.one(
                "SELECT EXISTS (SELECT FROM security.account WHERE $1 = ANY (roles)) AS found",
                row -> row.bool("found"),
                role.name());
    }

    void insert(Account account) {
        sql.execute(
                "INSERT INTO security.account (id, email, email_key, name, password, state,"
                        + " password_change, roles, organisation_id, created_at, changed_at)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
                account.id(),
                account.email(),
                Email.key(account.email()),
                account.name(),
                account.password(),
                account.state(),
                account.passwordChange(),
                names(account.roles()),
                account.organisation(),
                account.createdAt());
    }

    void setName(UUID id, String name, Instant now) {
        sql.execute(
                "UPDATE security.account SET name = $2, changed_at = $3 WHERE id = $1",
                id,
                name,
                now);
    }

    /** Its owner chose this password. */
    void setPassword(UUID id, String password, Instant now) {
        sql.execute(
                "UPDATE security.account SET password = $2, password_change = false,"
                        + " changed_at = $3 WHERE id = $1",
                id,
                password,
                now);
    }

    /** Somebody else has seen its password. */
    void requirePasswordChange(UUID id) {
        sql.execute("UPDATE security.account SET password_change = true WHERE id = $1", id);
    }

    void setState(UUID id, Account.State state, Instant now) {
        sql.execute(
                "UPDATE security.account SET state = $2, changed_at = $3 WHERE id = $1",
                id,
                state,
                now);
    }

    void setRoles(UUID id, Collection<Role> roles, Instant now) {
        sql.execute(
                "UPDATE security.account SET roles = $2, changed_at = $3 WHERE id = $1",
                id,
                names(roles),
                now);
    }

    private static String[] names(Collection<Role> roles) {
        return roles.stream().map(Role::name).sorted().toArray(String[]::new);
    }
}
