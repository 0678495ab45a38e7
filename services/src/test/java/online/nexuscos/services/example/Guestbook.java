package online.nexuscos.services.example;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Event;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.platform.sql.Transaction;

/** The guest book of a club. */
public final class Guestbook implements Service {
    private static final Permission WRITE = Permission.of("club:write");

    private final Database database;

    public Guestbook(Database database) {
        this.database = database;
    }

    record NewEntry(@NotBlank @Size(max = 500) String text) {}

    record Entry(UUID id, String text, Instant writtenAt) {
        static Entry of(Row row) {
            return new Entry(row.uuid("id"), row.text("text"), row.instant("written_at"));
        }
    }

    record Latest(@Min(1) @Max(100) Optional<Integer> limit) {}

    record Entries(List<Entry> entries) {}

    record Which(@Size(min = 36, max = 36) String id) {}

    /** Somebody wrote into a guest book. */
    record EntryWritten(UUID id, String organisation) implements Event {
        @Override
        public String key() {
            return id.toString();
        }
    }

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("club-saditty");
    }

    @Override
    public void routes(Routes routes) {
        routes.post("/guestbook", WRITE, NewEntry.class, Entry.class, this::write)
                .creates()
                .summary("Writes into the guest book");
        routes.get("/guestbook", Permission.SIGNED_IN, Latest.class, Entries.class, this::latest)
                .summary("The latest entries");
        routes.get("/guestbook/{id}", Permission.SIGNED_IN, Which.class, Entry.class, this::entry)
                .summary("One entry");
        routes.publishes(EntryWritten.class);
    }

    private Entry write(Call<NewEntry> call, Transaction transaction) {
        String organisation = call.principal().organisation();
        Entry entry = new Entry(UUID.randomUUID(), call.input().text(), transaction.now());
        transaction.execute(
                """
                INSERT INTO example.entry (id, organisation_id, text, written_at)
                VALUES ($1, $2, $3, $4)
                """,
                entry.id(),
                organisation,
                entry.text(),
                entry.writtenAt());
        transaction.publish(new EntryWritten(entry.id(), organisation));
        transaction.audit("entry.written", "entry/" + entry.id(), new JsonObject());
        return entry;
    }

    private Entries latest(Call<Latest> call) {
        return new Entries(
                database.query(
                        """
                        SELECT id, text, written_at FROM example.entry
                        WHERE organisation_id = $1 ORDER BY written_at DESC LIMIT $2
                        """,
                        Entry::of,
                        call.principal().organisation(),
                        call.input().limit().orElse(20)));
    }

    private Entry entry(Call<Which> call) {
        return database.find(
                        """
                        SELECT id, text, written_at FROM example.entry
                        WHERE organisation_id = $1 AND id::text = $2
                        """,
                        Entry::of,
                        call.principal().organisation(),
                        call.input().id())
                .orElseThrow(() -> ProblemException.of(404, "There is no such entry."));
    }
}
