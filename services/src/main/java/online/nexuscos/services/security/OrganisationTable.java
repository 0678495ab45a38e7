package online.nexuscos.services.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Statements;

/** Organisations and who belongs to them. */
record OrganisationTable(Statements sql) {
    /** Members and organisations that a listing shows; more are refused when they join. */
    static final int MAX = 500;

    /** What a member may do in an organisation. */
    enum MemberRole {
        /** All, and give it away; an organisation has one at least. */
        OWNER,
        /** Add and remove members. */
        ADMIN,
        MEMBER
    }

    record Organisation(UUID id, String name, Instant createdAt, MemberRole role) {
        static Organisation of(Row row) {
            return new Organisation(
                    row.uuid("id"),
                    row.text("name"),
                    row.instant("created_at"),
                    row.constant("role", MemberRole.class));
        }
    }

    record Member(UUID account, String email, String name, MemberRole role, Instant joinedAt) {
        static Member of(Row row) {
            return new Member(
                    row.uuid("account_id"),
                    row.text("email"),
                    row.text("name"),
                    row.constant("role", MemberRole.class),
                    row.instant("joined_at"));
        }
    }

    void insert(UUID id, String name, Instant now) {
        sql.execute(
                "INSERT INTO security.organisation (id, name, created_at) VALUES ($1, $2, $3)",
                id,
                name,
                now);
    }

    void join(UUID organisation, UUID account, MemberRole role, Instant now) {
        sql.execute(
                "INSERT INTO security.member (organisation_id, account_id, role, joined_at)"
                        + " VALUES ($1, $2, $3, $4)",
                organisation,
                account,
                role,
                now);
    }

    List<Organisation> of(UUID account) {
        return sql.query(
                "SELECT o.id, o.name, o.created_at, m.role FROM security.member m"
                        + " JOIN security.organisation o ON o.id = m.organisation_id"
                        + " WHERE m.account_id = $1 ORDER BY o.created_at, o.id LIMIT "
                        + MAX,
                Organisation::of,
                account);
    }

    /** The organisation, if the account belongs to it. */
    Optional<Organisation> find(UUID organisation, UUID account) {
        return sql.find(
                "SELECT o.id, o.name, o.created_at, m.role FROM security.member m"
                        + " JOIN security.organisation o ON o.id = m.organisation_id"
                        + " WHERE m.organisation_id = $1 AND m.account_id = $2",
                Organisation::of,
                organisation,
                account);
    }

    /** Until the transaction ends, nobody else changes who belongs to it. */
    void lock(UUID organisation) {
        sql.query(
                "SELECT id FROM security.organisation WHERE id = $1 FOR UPDATE",
                row -> row.uuid("id"),
                organisation);
    }

    List<Member> members(UUID organisation) {
        return sql.query(
                "SELECT m.account_id, a.email, a.name, m.role, m.joined_at FROM security.member m"
                        + " JOIN security.account a ON a.id = m.account_id"
                        + " WHERE m.organisation_id = $1 ORDER BY m.joined_at, a.id LIMIT "
                        + MAX,
                Member::of,
                organisation);
    }

    boolean setRole(UUID organisation, UUID account, MemberRole role) {
        return sql.execute(
                        "UPDATE security.member SET role = $3"
                                + " WHERE organisation_id = $1 AND account_id = $2",
                        organisation,
                        account,
                        role)
                > 0;
    }

    boolean leave(UUID organisation, UUID account) {
        return sql.execute(
                        "DELETE FROM security.member"
                                + " WHERE organisation_id = $1 AND account_id = $2",
                        organisation,
                        account)
                > 0;
    }
}
