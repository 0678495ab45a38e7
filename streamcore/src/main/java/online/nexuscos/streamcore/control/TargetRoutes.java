package online.nexuscos.streamcore.control;

import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.streamcore.control.StoredTarget.Place;
import online.nexuscos.streamcore.restream.Restreams;
import online.nexuscos.streamcore.restream.Target.Mode;
import online.nexuscos.streamcore.restream.TargetStatus;
import online.nexuscos.streamcore.restream.TargetStatus.State;

/** What owners do with the targets of their channels. Keys and addresses go in, and never out. */
final class TargetRoutes {
    /** How the targets of the configuration's channels are. */
    private static final Permission ALL_STREAMS = Permission.of("streams:all");

    private final Database database;
    private final ChannelRoutes channels;
    private final Restreams restreams;
    private final KeyFile keys;

    TargetRoutes(Database database, ChannelRoutes channels, Restreams restreams, KeyFile keys) {
        this.database = database;
        this.channels = channels;
        this.restreams = restreams;
        this.keys = keys;
    }

    /**
     * @param url rtmp, rtmps or srt
     * @param key the stream key there; absent where it stands in the url
     */
    record NewTarget(
            @Size(min = 1, max = 100) String label,
            @Size(min = 8, max = 2048) String url,
            Optional<@Size(max = 1024) String> key,
            Optional<Boolean> enabled) {}

    /**
     * What is absent stays.
     *
     * @param url with another one, the key is gone unless it comes along
     */
    record ChangeTarget(
            Optional<@Size(min = 1, max = 100) String> label,
            Optional<@Size(min = 8, max = 2048) String> url,
            Optional<@Size(max = 1024) String> key,
            Optional<Boolean> enabled) {}

    /**
     * @param place scheme, host and port
     * @param since when it came to this state
     * @param reason why it is not live
     * @param bytes sent since the stream began
     * @param dropped packets that it was too slow for, since the stream began
     */
    record TargetView(
            String id,
            String label,
            String place,
            boolean enabled,
            State state,
            Optional<Instant> since,
            int attempts,
            Optional<String> reason,
            long bytes,
            long dropped) {
        static TargetView of(TargetStatus status) {
            return new TargetView(
                    status.id(),
                    status.label(),
                    status.place(),
                    status.mode() == Mode.ON,
                    status.state(),
                    Optional.of(status.since()).filter(since -> since.isAfter(Instant.EPOCH)),
                    status.attempts(),
                    Optional.of(status.reason()).filter(reason -> !reason.isEmpty()),
                    status.bytes(),
                    status.dropped());
        }

        static TargetView of(StoredTarget target, Optional<TargetStatus> status) {
            String place = target.place().address().place();
            return status.map(TargetView::of)
                    .orElseGet(() ->
                            new TargetView(
                                    target.id().toString(),
                                    target.label(),
                                    place,
                                    target.mode() == Mode.ON,
                                    State.OFF,
                                    Optional.empty(),
                                    0,
                                    Optional.empty(),
                                    0,
                                    0));
        }
    }

    record TargetList(List<TargetView> targets) {}

    void declare(Routes routes) {
        routes.get("/{name}/targets", ChannelRoutes.OWN, TargetList.class, this::list)
                .summary("The servers that a channel goes to, too, and how they are");
        routes.post(
                        "/{name}/targets",
                        ChannelRoutes.OWN,
                        NewTarget.class,
                        TargetView.class,
                        this::add)
                .summary("Add a server that a channel goes to, too; its key is never shown")
                .creates();
        routes.patch(
                        "/{name}/targets/{id}",
                        ChannelRoutes.OWN,
                        ChangeTarget.class,
                        TargetView.class,
                        this::change)
                .summary("Change a target, or switch it on or off; live streams follow");
        routes.delete(
                        "/{name}/targets/{id}",
                        ChannelRoutes.OWN,
                        Nothing.class,
                        Nothing.class,
                        this::delete)
                .summary("Delete a target; a stream on its way there stops");
    }

    private TargetList list(Call<Nothing> call) {
        String name = call.path("name");
        if (channels.isConfigured(name)) {
            if (!call.principal().may(ALL_STREAMS)) {
                throw ChannelRoutes.missing();
            }
            return new TargetList(restreams.statuses(name).stream().map(TargetView::of).toList());
        }
        Channel channel = channels.channel(call, new ChannelTable(database));
        Map<String, TargetStatus> statuses = statuses(name);
        return new TargetList(
                new TargetTable(database, keys)
                        .of(channel.organisation(), name).stream()
                                .map(target -> view(target, statuses))
                                .toList());
    }

    private Map<String, TargetStatus> statuses(String channel) {
        return restreams.statuses(channel).stream()
                .collect(Collectors.toMap(TargetStatus::id, Function.identity()));
    }

    private static TargetView view(StoredTarget target, Map<String, TargetStatus> statuses) {
        return TargetView.of(target, Optional.ofNullable(statuses.get(target.id().toString())));
    }

    private TargetView add(Call<NewTarget> call, Transaction transaction) {
        NewTarget input = call.input();
        Channel channel = channels.channel(call, new ChannelTable(transaction));
        TargetTable table = new TargetTable(transaction, keys);
        // Two that come at once count one after the other.
        transaction.lock("streaming.target/" + channel.name());
        if (table.of(channel.organisation(), channel.name()).size() >= Restreams.MAX_TARGETS) {
            throw ProblemException.of(409, "This channel has as many targets as it may.");
        }
        StoredTarget target =
                new StoredTarget(
                        UUID.randomUUID(),
                        channel.name(),
                        input.label(),
                        checked(new Place(input.url().strip(), input.key().orElse("").strip())),
                        mode(input.enabled().orElse(true)));
        table.add(channel.organisation(), target, transaction.now());
        ChannelRoutes.audit(transaction, "target.added", channel.name());
        return view(target, Map.of());
    }

    private TargetView change(Call<ChangeTarget> call, Transaction transaction) {
        ChangeTarget input = call.input();
        Channel channel = channels.channel(call, new ChannelTable(transaction));
        TargetTable table = new TargetTable(transaction, keys);
        StoredTarget before =
                table.find(channel.organisation(), channel.name(), ChannelRoutes.id(call))
                        .orElseThrow(TargetRoutes::missing);
        String key =
                input.key().orElse(input.url().isPresent() ? "" : before.place().key()).strip();
        StoredTarget target =
                new StoredTarget(
                        before.id(),
                        before.channel(),
                        input.label().orElse(before.label()),
                        checked(new Place(input.url().orElse(before.place().url()).strip(), key)),
                        input.enabled().map(TargetRoutes::mode).orElse(before.mode()));
        table.change(channel.organisation(), target);
        ChannelRoutes.audit(transaction, "target.changed", channel.name());
        return view(target, statuses(channel.name()));
    }

    private Nothing delete(Call<Nothing> call, Transaction transaction) {
        Channel channel = channels.channel(call, new ChannelTable(transaction));
        TargetTable table = new TargetTable(transaction, keys);
        if (!table.delete(channel.organisation(), channel.name(), ChannelRoutes.id(call))) {
            throw missing();
        }
        ChannelRoutes.audit(transaction, "target.deleted", channel.name());
        return Nothing.NOTHING;
    }

    private static Place checked(Place place) {
        try {
            place.address();
            return place;
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(422, "url", "This address cannot be used: " + e.getMessage());
        }
    }

    private static Mode mode(boolean enabled) {
        return enabled ? Mode.ON : Mode.OFF;
    }

    private static ProblemException missing() {
        return ProblemException.of(404, "There is no such target.");
    }
}
