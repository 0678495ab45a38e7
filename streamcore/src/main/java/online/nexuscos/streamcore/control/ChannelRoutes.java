package online.nexuscos.streamcore.control;

import static online.nexuscos.platform.service.Permission.PUBLIC;

import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.streamcore.control.Admittance.Granted;
import online.nexuscos.streamcore.control.Admittance.Open;
import online.nexuscos.streamcore.control.Admittance.Refused;
import online.nexuscos.streamcore.control.Channel.Playback;

/**
 * What owners do with their channels, and how viewers get to those that are not public. A channel
 * is its organisation's; to all others it is not there.
 */
final class ChannelRoutes {
    /** One's own channels and their keys. */
    static final Permission OWN = Permission.of("streams:own");

    private static final String PERMISSION = "[a-z][a-z0-9-]{0,31}(:[a-z][a-z0-9-]{0,31})?";

    private static final int KEY_BYTES = 32;
    private static final int MAX_HOURS = 24 * 366;
    private static final int MAX_PASS = 64;

    private final Database database;
    private final ChannelKeys keys;
    private final Viewers viewers;
    private final Supplier<Set<String>> configured;
    private final Runnable lookAtKeys;
    private final SecureRandom random = new SecureRandom();

    /**
     * Answers for all channels but those of the configuration.
     *
     * @param lookAtKeys cuts off those whose key is no longer good
     */
    ChannelRoutes(
            Database database,
            ChannelKeys keys,
            Viewers viewers,
            Supplier<Set<String>> configured,
            Runnable lookAtKeys) {
        this.database = database;
        this.keys = keys;
        this.viewers = viewers;
        this.configured = configured;
        this.lookAtKeys = lookAtKeys;
    }

    /**
     * @param playback who may watch
     * @param permission what a viewer needs where playback is by permission; absent for being
     *     signed in
     * @param alwaysOn goes on with a slate while nobody publishes
     * @param newSecret ends all signed paths that were given out
     */
    record PutChannel(
            Optional<@Size(max = 200) String> title,
            Optional<@Size(max = 2000) String> description,
            Optional<Playback> playback,
            Optional<@Pattern(regexp = PERMISSION) String> permission,
            Optional<Boolean> alwaysOn,
            Optional<Boolean> newSecret) {}

    /**
     * @param topic tells of the stream where not everybody may see it; its owner alone knows the
     *     name. In the list alone
     */
    record ChannelView(
            String name,
            String title,
            String description,
            Playback playback,
            Optional<String> permission,
            boolean alwaysOn,
            Optional<String> topic) {
        static ChannelView listed(Channel channel) {
            ChannelView view = of(channel);
            return new ChannelView(
                    view.name,
                    view.title,
                    view.description,
                    view.playback,
                    view.permission,
                    view.alwaysOn,
                    channel.hiddenLine().map(Channels.HIDDEN::concat));
        }

        static ChannelView of(Channel channel) {
            return new ChannelView(
                    channel.name(),
                    channel.title(),
                    channel.description(),
                    channel.playback(),
                    Optional.of(channel.permission())
                            .filter(_ -> channel.playback() == Playback.PERMISSION),
                    channel.alwaysOn(),
                    Optional.empty());
        }
    }

    record ChannelList(List<ChannelView> channels) {}

    record MakeKey(@Size(min = 1, max = 120) String label) {}

    /**
     * @param key shown this once
     */
    record MadeKey(String key, UUID id, String label, String prefix, Instant createdAt) {}

    record KeyView(
            UUID id, String label, String prefix, Instant createdAt, Optional<Instant> usedAt) {}

    record KeyList(List<KeyView> keys) {}

    record MakePass(@Min(1) @Max(MAX_HOURS) int hours) {}

    /**
     * @param pass of a signed path that the viewer has
     */
    record Viewer(Optional<@Size(max = MAX_PASS) String> pass) {}

    /**
     * @param path the playlist of HLS
     * @param page the same in our player; behind {@code /embed/} in place of {@code /watch/} for
     *     other sites
     * @param until when both end; absent where they do not
     */
    record WatchPath(String path, String page, Optional<Instant> until) {
        static WatchPath open(String name) {
            return new WatchPath(
                    "/live/" + name + "/index.m3u8", "/watch/" + name, Optional.empty());
        }

        static WatchPath signed(Granted granted) {
            return new WatchPath(granted.path(), granted.page(), Optional.of(granted.until()));
        }
    }

    void declare(Routes routes) {
        routes.get("/channels", OWN, ChannelList.class, this::list)
                .summary("The channels of one's organisation");
        routes.put("/{name}", OWN, PutChannel.class, ChannelView.class, this::put)
                .summary("Make a channel, or change it");
        routes.delete("/{name}", OWN, Nothing.class, Nothing.class, this::delete)
                .summary("Delete a channel; whoever publishes there is cut off");
        routes.get("/{name}/keys", OWN, KeyList.class, this::listKeys)
                .summary("A channel's stream keys");
        routes.post("/{name}/keys", OWN, MakeKey.class, MadeKey.class, this::makeKey)
                .summary("Make a stream key; it is shown this once")
                .creates()
                .secret();
        routes.delete("/{name}/keys/{id}", OWN, Nothing.class, Nothing.class, this::revokeKey)
                .summary("Revoke a stream key; whoever publishes by it is cut off");
        routes.post("/{name}/passes", OWN, MakePass.class, WatchPath.class, this::makePass)
                .summary("Sign a path for viewers")
                .secret();
        routes.get("/{name}/playback", PUBLIC, Viewer.class, WatchPath.class, this::playback)
                .summary("Where the caller may watch a channel");
    }

    private ChannelList list(Call<Nothing> call) {
        return new ChannelList(
                new ChannelTable(database)
                        .of(organisation(call)).stream().map(ChannelView::listed).toList());
    }

    private ChannelView put(Call<PutChannel> call, Transaction transaction) {
        String name = own(call);
        if (!ChannelConfig.NAME.matcher(name).matches()) {
            throw ProblemException.of(422, "name", "A name has 1 to 64 letters, digits, - and _.");
        }
        if (ChannelConfig.RESERVED.contains(name)) {
            throw ProblemException.of(
                    422, "name", "The server uses the name “" + name + "” itself. Choose another.");
        }
        PutChannel input = call.input();
        UUID organisation = organisation(call);
        ChannelTable table = new ChannelTable(transaction);
        Optional<Channel> before = table.find(organisation, name);
        if (before.isEmpty() && table.of(organisation).size() >= ChannelTable.MAX_CHANNELS) {
            throw ProblemException.of(409, "Your organisation has as many channels as it may.");
        }
        Secret secret =
                before.filter(kept -> !input.newSecret().orElse(false))
                        .map(Channel::secret)
                        .orElseGet(() -> Secret.random(random));
        Channel channel =
                new Channel(
                        name,
                        organisation,
                        input.title().or(() -> before.map(Channel::title)).orElse(""),
                        input.description().or(() -> before.map(Channel::description)).orElse(""),
                        input.playback()
                                .or(() -> before.map(Channel::playback))
                                .orElse(Playback.PUBLIC),
                        input.permission()
                                .or(() -> before.map(Channel::permission))
                                .orElse(Permission.SIGNED_IN.name()),
                        secret,
                        input.alwaysOn().or(() -> before.map(Channel::alwaysOn)).orElse(false));
        if (!table.put(channel, UUID.fromString(call.principal().account()), keys.now())) {
            throw ProblemException.of(409, "This name is taken.");
        }
        audit(transaction, before.isPresent() ? "channel.changed" : "channel.opened", name);
        return ChannelView.of(channel);
    }

    private Nothing delete(Call<Nothing> call, Transaction transaction) {
        String name = own(call);
        if (!new ChannelTable(transaction).delete(organisation(call), name)) {
            throw missing();
        }
        audit(transaction, "channel.deleted", name);
        return Nothing.NOTHING;
    }

    private KeyList listKeys(Call<Nothing> call) {
        ChannelTable table = new ChannelTable(database);
        Channel channel = channel(call, table);
        return new KeyList(
                table.keys(channel.organisation(), channel.name()).stream()
                        .map(key ->
                                new KeyView(
                                        key.id(),
                                        key.label(),
                                        key.prefix(),
                                        key.createdAt(),
                                        key.usedAt()))
                        .toList());
    }

    private MadeKey makeKey(Call<MakeKey> call, Transaction transaction) {
        ChannelTable table = new ChannelTable(transaction);
        Channel channel = channel(call, table);
        transaction.lock("streaming/keys/" + channel.name());
        if (table.keys(channel.organisation(), channel.name()).size() >= ChannelTable.MAX_KEYS) {
            throw ProblemException.of(
                    409, "A channel has " + ChannelTable.MAX_KEYS + " keys. Revoke one first.");
        }
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        String key =
                ChannelKeys.MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ChannelTable.Key made =
                table.addKey(
                        channel.organisation(),
                        channel.name(),
                        key,
                        call.input().label(),
                        keys.now());
        audit(transaction, "stream-key.made", channel.name());
        return new MadeKey(key, made.id(), made.label(), made.prefix(), made.createdAt());
    }

    /** Not the contract's transaction: the cut comes after the commit, and at once. */
    private Nothing revokeKey(Call<Nothing> call) {
        Instant now = keys.now();
        UUID id = id(call);
        String name = own(call);
        database.transaction(
                actor(call),
                transaction -> {
                    if (!new ChannelTable(transaction).revoke(organisation(call), name, id, now)) {
                        throw missing();
                    }
                    audit(transaction, "stream-key.revoked", name);
                    return Nothing.NOTHING;
                });
        lookAtKeys.run();
        return Nothing.NOTHING;
    }

    private WatchPath makePass(Call<MakePass> call) {
        Channel channel = channel(call, new ChannelTable(database));
        Duration life = Duration.ofHours(call.input().hours());
        return WatchPath.signed(Viewers.signed(channel, keys.now().plus(life)));
    }

    private WatchPath playback(Call<Viewer> call) {
        String name = call.path("name");
        if (configured.get().contains(name)) {
            return WatchPath.open(name);
        }
        Channel channel =
                new ChannelTable(database).watched(name).orElseThrow(ChannelRoutes::missing);
        String pass = call.input().pass().orElse("");
        return switch (viewers.admittance(channel, call.principal(), pass)) {
            case Open _ -> WatchPath.open(name);
            case Granted granted -> WatchPath.signed(granted);
            case Refused(int status, String reason) -> throw ProblemException.of(status, reason);
        };
    }

    boolean isConfigured(String name) {
        return configured.get().contains(name);
    }

    /** The channel in the path, if it is the caller's. */
    Channel channel(Call<?> call, ChannelTable table) {
        return table.find(organisation(call), own(call)).orElseThrow(ChannelRoutes::missing);
    }

    /** The name in the path, unless it stands in the configuration. */
    private String own(Call<?> call) {
        String name = call.path("name");
        if (configured.get().contains(name)) {
            throw ProblemException.of(
                    409, "This channel stands in the configuration, and is changed there.");
        }
        return name;
    }

    private static UUID organisation(Call<?> call) {
        try {
            return UUID.fromString(call.principal().organisation());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    403, "A channel belongs to an organisation; you act for none.");
        }
    }

    static UUID id(Call<?> call) {
        try {
            return UUID.fromString(call.path("id"));
        } catch (IllegalArgumentException e) {
            throw missing();
        }
    }

    static ProblemException missing() {
        return ProblemException.of(404, "There is no such channel.");
    }

    private static Actor actor(Call<?> call) {
        return new Actor(
                call.principal().account(),
                call.principal().organisation(),
                call.requestId(),
                call.trace().traceparent());
    }

    static void audit(Transaction transaction, String action, String name) {
        transaction.audit(action, "channel/" + name, new JsonObject());
    }
}
