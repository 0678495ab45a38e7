package online.nexuscos.services.security;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.sql.Transaction;

/** Somebody's own account. */
final class Profiles {
    private final Parts parts;

    Profiles(Parts parts) {
        this.parts = parts;
    }

    /**
     * @param roles in lower case, {@code creator}
     * @param organisation where its own records belong
     */
    record Profile(
            UUID id,
            String email,
            String name,
            List<String> roles,
            UUID organisation,
            Instant createdAt) {
        static Profile of(Account account) {
            return new Profile(
                    account.id(),
                    account.email(),
                    account.name(),
                    account.roles().stream().map(Profiles::label).sorted().toList(),
                    account.organisation(),
                    account.createdAt());
        }
    }

    record Rename(@Size(min = 1, max = Registration.MAX_NAME) String name) {}

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    Profile own(Call<Nothing> call) {
        return Profile.of(
                new AccountTable(parts.database())
                        .byId(Calls.account(call))
                        .orElseThrow(Calls::missing));
    }

    Profile rename(Call<Rename> call, Transaction transaction) {
        UUID id = Calls.account(call);
        AccountTable accounts = new AccountTable(transaction);
        accounts.setName(id, Registration.requireName(call.input().name()), parts.now());
        transaction.audit("account.renamed", "account/" + id, new JsonObject());
        parts.standing().forget();
        return Profile.of(accounts.byId(id).orElseThrow(Calls::missing));
    }
}
