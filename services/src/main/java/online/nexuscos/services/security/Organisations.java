package online.nexuscos.services.security;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.SqlException;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.services.security.OrganisationTable.Member;
import online.nexuscos.services.security.OrganisationTable.MemberRole;
import online.nexuscos.services.security.OrganisationTable.Organisation;

/** Organisations and their members. To whoever does not belong to one, it does not exist. */
final class Organisations {
    private final Parts parts;

    Organisations(Parts parts) {
        this.parts = parts;
    }

    record OpenOrganisation(@Size(min = 1, max = Registration.MAX_NAME) String name) {}

    /**
     * @param role the caller's, in lower case
     */
    record OrganisationView(UUID id, String name, Instant createdAt, String role) {
        static OrganisationView of(Organisation organisation) {
            return new OrganisationView(
                    organisation.id(),
                    organisation.name(),
                    organisation.createdAt(),
                    Profiles.label(organisation.role()));
        }
    }

    record OrganisationList(List<OrganisationView> organisations) {}

    record MemberView(UUID account, String email, String name, String role, Instant joinedAt) {
        static MemberView of(Member member) {
            return new MemberView(
                    member.account(),
                    member.email(),
                    member.name(),
                    Profiles.label(member.role()),
                    member.joinedAt());
        }
    }

    record MemberList(List<MemberView> members) {}

    record AddMember(@Size(min = 1, max = Email.MAX_LENGTH) String email, MemberRole role) {}

    record SetMemberRole(MemberRole role) {}

    OrganisationList list(Call<Nothing> call) {
        return new OrganisationList(
                new OrganisationTable(parts.database())
                        .of(Calls.account(call)).stream().map(OrganisationView::of).toList());
    }

    OrganisationView open(Call<OpenOrganisation> call, Transaction transaction) {
        String name = Registration.requireName(call.input().name());
        OrganisationTable table = new OrganisationTable(transaction);
        if (table.of(Calls.account(call)).size() >= OrganisationTable.MAX) {
            throw ProblemException.of(409, "You belong to as many organisations as one may.");
        }
        UUID id = UUID.randomUUID();
        table.insert(id, name, parts.now());
        table.join(id, Calls.account(call), MemberRole.OWNER, parts.now());
        transaction.audit("organisation.opened", "organisation/" + id, new JsonObject());
        return OrganisationView.of(table.find(id, Calls.account(call)).orElseThrow());
    }

    MemberList members(Call<Nothing> call) {
        OrganisationTable table = new OrganisationTable(parts.database());
        Organisation organisation =
                table.find(Calls.id(call, "id"), Calls.account(call)).orElseThrow(Calls::missing);
        return new MemberList(
                table.members(organisation.id()).stream().map(MemberView::of).toList());
    }

    MemberList add(Call<AddMember> call, Transaction transaction) {
        OrganisationTable table = new OrganisationTable(transaction);
        Organisation organisation = lockAsAdmin(call, table);
        requireOwnerFor(organisation, call.input().role());
        Account account =
                new AccountTable(transaction)
                        .byEmail(call.input().email())
                        .filter(found -> found.state() == Account.State.ACTIVE)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        422, "email", "Nobody with this address has an account."));
        if (table.members(organisation.id()).size() >= OrganisationTable.MAX) {
            throw ProblemException.of(409, "The organisation has as many members as it may.");
        }
        try {
            table.join(organisation.id(), account.id(), call.input().role(), parts.now());
        } catch (SqlException e) {
            if (e.kind() == SqlException.Kind.DUPLICATE) {
                throw ProblemException.of(409, "This account belongs to the organisation already.");
            }
            throw e;
        }
        audit(transaction, "member.added", organisation.id(), account.id());
        return members(table, organisation.id());
    }

    MemberList setRole(Call<SetMemberRole> call, Transaction transaction) {
        OrganisationTable table = new OrganisationTable(transaction);
        Organisation organisation = lockAsAdmin(call, table);
        Member member = member(call, table, organisation);
        requireOwnerFor(organisation, call.input().role());
        requireOwnerFor(organisation, member.role());
        requireAnOwner(table, organisation, member, call.input().role());
        table.setRole(organisation.id(), member.account(), call.input().role());
        audit(transaction, "member.role-set", organisation.id(), member.account());
        return members(table, organisation.id());
    }

    /** Removes a member; everybody may leave. */
    MemberList remove(Call<Nothing> call, Transaction transaction) {
        OrganisationTable table = new OrganisationTable(transaction);
        UUID caller = Calls.account(call);
        boolean leaves = Calls.id(call, "account").equals(caller);
        Organisation organisation = leaves ? lock(call, table) : lockAsAdmin(call, table);
        Member member = member(call, table, organisation);
        if (!leaves) {
            requireOwnerFor(organisation, member.role());
        }
        requireAnOwner(table, organisation, member, MemberRole.MEMBER);
        requireNotHome(transaction, organisation, member);
        table.leave(organisation.id(), member.account());
        audit(transaction, "member.removed", organisation.id(), member.account());
        return leaves ? new MemberList(List.of()) : members(table, organisation.id());
    }

    private static MemberList members(OrganisationTable table, UUID organisation) {
        return new MemberList(
                table.members(organisation).stream().map(MemberView::of).toList());
    }

    private static Organisation lock(Call<?> call, OrganisationTable table) {
        UUID id = Calls.id(call, "id");
        table.lock(id);
        return table.find(id, Calls.account(call)).orElseThrow(Calls::missing);
    }

    private static Organisation lockAsAdmin(Call<?> call, OrganisationTable table) {
        Organisation organisation = lock(call, table);
        if (organisation.role() == MemberRole.MEMBER) {
            throw ProblemException.of(403, "Its owners and administrators alone may do this.");
        }
        return organisation;
    }

    private static Member member(
            Call<?> call, OrganisationTable table, Organisation organisation) {
        UUID account = Calls.id(call, "account");
        return table.members(organisation.id()).stream()
                .filter(member -> member.account().equals(account))
                .findFirst()
                .orElseThrow(Calls::missing);
    }

    /** Owners alone make owners, and unmake them. */
    private static void requireOwnerFor(Organisation organisation, MemberRole role) {
        if (role == MemberRole.OWNER && organisation.role() != MemberRole.OWNER) {
            throw ProblemException.of(403, "Its owners alone may do this.");
        }
    }

    private static void requireAnOwner(
            OrganisationTable table, Organisation organisation, Member member, MemberRole role) {
        boolean another =
                table.members(organisation.id()).stream()
                        .anyMatch(each ->
                                each.role() == MemberRole.OWNER
                                        && !each.account().equals(member.account()));
        if (role != MemberRole.OWNER && !another) {
            throw ProblemException.of(409, "An organisation keeps one owner at least.");
        }
    }

    /** What an account makes belongs to its home: it must be able to get there. */
    private static void requireNotHome(
            Transaction transaction, Organisation organisation, Member member) {
        boolean home =
                new AccountTable(transaction)
                        .byId(member.account())
                        .filter(account -> account.organisation().equals(organisation.id()))
                        .isPresent();
        if (home) {
            throw ProblemException.of(409, "Nobody leaves the own first organisation.");
        }
    }

    private static void audit(
            Transaction transaction, String action, UUID organisation, UUID account) {
        transaction.audit(
                action,
                "organisation/" + organisation,
                new JsonObject().put("account", account.toString()));
    }
}
