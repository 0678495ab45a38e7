package online.nexuscos.gateway.streams;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import online.nexuscos.gateway.streams.StreamTopics.Told;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Events;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Event;
import online.nexuscos.streamcore.control.Admittance.Granted;
import online.nexuscos.streamcore.control.Admittance.Open;
import online.nexuscos.streamcore.control.Admittance.Refused;
import online.nexuscos.streamcore.control.Admittance.Shown;
import online.nexuscos.streamcore.control.Channels;
import online.nexuscos.streamcore.hub.StreamStatus;
import online.nexuscos.streamcore.media.Cue;

/** The service {@code streamcore}: {@code /api/streams}, the topic {@code streams}, two events. */
public final class StreamService implements Service, StreamListener {
    /** One's own streams. */
    private static final Permission OWN = Permission.of("streams:own");

    private final StreamDirectory directory;
    private final Supplier<Map<String, ChannelConfig>> channels;
    private final Optional<Channels> records;
    private final Consumer<Routes> owners;
    private final Events events;
    private final Events lasting;
    private final InstantSource clock;
    private final Optional<OtherNodes> others;
    private final StreamTopics topics = new StreamTopics(this::told);
    private final Map<String, Set<String>> warned = new HashMap<>();

    /**
     * @param channels those of the configuration, as it is when asked for
     * @param owners adds what owners may do with channels that people made
     * @param node this one's name, where there may be others
     */
    public StreamService(
            StreamDirectory directory,
            Supplier<Map<String, ChannelConfig>> channels,
            Optional<Channels> records,
            Consumer<Routes> owners,
            Events events,
            Events lasting,
            InstantSource clock,
            Optional<String> node) {
        this.directory = directory;
        this.channels = channels;
        this.records = records;
        this.owners = owners;
        this.events = events;
        this.lasting = lasting;
        this.clock = clock;
        others = node.map(name -> new OtherNodes(name, clock));
    }

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("streamcore");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("", Permission.PUBLIC, Streams.class, this::list)
                .summary("The streams that are live, or may come back");
        routes.get("/{name}", Permission.PUBLIC, StreamName.class, Stream.class, this::one)
                .summary("One stream, or a channel that is offline");
        routes.follow("/events", Permission.PUBLIC, topics.open())
                .summary("What changes, told as server-sent events");
        routes.post("/{name}/metadata", OWN, PostCue.class, Nothing.class, this::cue)
                .summary(
                        "Say something at this moment of one's stream, to the programs that play"
                                + " it");
        owners.accept(routes);
        topics.declare(routes);
        routes.publishes(StreamStarted.class);
        routes.publishes(StreamEnded.class);
        others.ifPresent(nodes -> {
            routes.publishes(StreamsTold.class);
            routes.subscribes(StreamsTold.class, nodes::heard);
        });
        routes.publishes(StreamWarned.class);
        routes.publishes(PublishRefused.class);
    }

    @Override
    public void started(String name) {
        tell(new StreamStarted(name, clock.instant(), organisation(name)));
        refresh();
    }

    @Override
    public void ended(String name) {
        tell(new StreamEnded(name, clock.instant(), organisation(name)));
        refresh();
    }

    @Override
    public void refused(String name, String protocol, String address, String reason) {
        lasting.publish(
                new PublishRefused(
                        name, clock.instant(), organisation(name), protocol, address, reason));
    }

    /** To those who listen now, and to those who must not miss it. */
    private void tell(Event event) {
        events.publish(event);
        lasting.publish(event);
    }

    private Optional<String> organisation(String name) {
        return channels.get().containsKey(name)
                ? Optional.empty()
                : records.flatMap(people -> people.organisation(name));
    }

    /** Tells of warnings that are new; their numbers change each second. */
    private void warn(Map<String, Stream> now) {
        synchronized (warned) {
            warned.keySet().retainAll(now.keySet());
            now.forEach((name, stream) -> {
                Set<String> known = warned.getOrDefault(name, Set.of());
                Set<String> kinds = new HashSet<>();
                for (String warning : stream.warnings().orElse(List.of())) {
                    String kind = warning.replaceAll("[0-9]+", "");
                    if (kinds.add(kind) && !known.contains(kind)) {
                        lasting.publish(
                                new StreamWarned(
                                        name, clock.instant(), organisation(name), warning));
                    }
                }
                warned.put(name, kinds);
            });
        }
    }

    /** Tells those who follow the topics what is different; to be called every second or so. */
    public void refresh() {
        // What not everybody may see is told to nobody else: it is watched on its own node.
        others.ifPresent(nodes ->
                events.publish(
                        new StreamsTold(
                                nodes.node(),
                                open().limit(StreamsTold.MAX_STREAMS)
                                        .map(Stream::withoutAddress)
                                        .toList())));
        topics.refresh();
        warn(every());
    }

    /** All that is on, and who is told of it. */
    private List<Told> told() {
        return java.util.stream.Stream.concat(
                        statuses()
                                .map(status ->
                                        new Told(
                                                line(status.name()),
                                                stream(status).withoutAddress())),
                        elsewhere().map(stream -> new Told(Told.OPEN, stream.withoutAddress())))
                .toList();
    }

    /** Public or not. */
    private Map<String, Stream> every() {
        Map<String, Stream> every = new HashMap<>();
        directory.statuses().stream()
                .filter(status -> status.state() == StreamStatus.State.LIVE)
                .map(this::stream)
                .forEach(stream -> every.put(stream.name(), stream));
        return every;
    }

    private String line(String name) {
        return channels.get().containsKey(name)
                ? Told.OPEN
                : records.flatMap(people -> people.hiddenLine(name)).orElse(Told.OPEN);
    }

    private java.util.stream.Stream<StreamStatus> statuses() {
        return directory.statuses().stream()
                .filter(status -> status.state() != StreamStatus.State.ENDED);
    }

    private java.util.stream.Stream<Stream> open() {
        return statuses().filter(status -> line(status.name()).equals(Told.OPEN)).map(this::stream);
    }

    private java.util.stream.Stream<Stream> elsewhere() {
        return others.stream().flatMap(nodes -> nodes.streams().stream());
    }

    private List<Stream> all() {
        return java.util.stream.Stream.concat(open(), elsewhere()).toList();
    }

    private Streams list(Call<Nothing> call) {
        List<Stream> streams = all();
        return new Streams(
                call.origin().local()
                        ? streams
                        : streams.stream().map(Stream::withoutAddress).toList());
    }

    private Stream one(Call<StreamName> call) {
        String name = call.input().name();
        Optional<Stream> own =
                directory
                        .status(name)
                        .filter(found -> found.state() != StreamStatus.State.ENDED)
                        .map(this::stream)
                        .map(stream -> call.origin().local() ? stream : stream.withoutAddress());
        Optional<Stream> live = own.or(() -> others.flatMap(nodes -> nodes.find(name)));
        if (channels.get().containsKey(name)) {
            return live.orElseGet(() -> {
                Stream offline = Stream.offline(name, title(name), description(name), source(name));
                return call.origin().local() ? offline : offline.withoutAddress();
            });
        }
        if (records.isEmpty()) {
            return live.orElseThrow(StreamService::missing);
        }
        String pass = call.input().pass().orElse("");
        return switch (records.get().admittance(name, own.isPresent(), call.principal(), pass)) {
            case Open(Optional<Shown> channel) ->
                    live.or(() -> channel.map(shown -> offline(name, shown)))
                            .orElseThrow(StreamService::missing);
            case Granted granted ->
                    live.orElseGet(() -> offline(name, granted.channel()))
                            .at(new Stream.Playback(granted.path(), granted.until()));
            case Refused(int status, String reason) -> throw ProblemException.of(status, reason);
        };
    }

    private Stream offline(String name, Shown channel) {
        return Stream.offline(
                name,
                channel.title(),
                text(channel.description()),
                source(name).map(Stream.Source::withoutAddress));
    }

    private static ProblemException missing() {
        return ProblemException.of(404, "There is no stream of this name.");
    }

    private Nothing cue(Call<PostCue> call) {
        String name = call.path("name");
        boolean may =
                call.principal().may(Permission.ALL)
                        || records.map(all -> all.isOwnedBy(name, call.principal())).orElse(false);
        PostCue input = call.input();
        if (!may || !directory.cue(name, new Cue(input.name(), input.value())).await()) {
            throw ProblemException.of(404, "No stream of yours is live by this name.");
        }
        return Nothing.NOTHING;
    }

    private Stream stream(StreamStatus status) {
        String protocol = status.protocol();
        return new Stream(
                status.name(),
                title(status.name()),
                description(status.name()),
                state(status.state()),
                Optional.of(status.since().truncatedTo(ChronoUnit.MILLIS)),
                protocol == null
                        ? Optional.empty()
                        : Optional.of(
                                new Stream.Publisher(
                                        protocol, text(status.address()), text(status.agent()))),
                Optional.ofNullable(status.video()).map(StreamService::video),
                Optional.ofNullable(status.audio()).map(StreamService::audio),
                Optional.of(status.bitrate()),
                directory.viewers(status.name()),
                Optional.of(status.drops()),
                Optional.of(List.copyOf(status.warnings())),
                Optional.empty(),
                source(status.name()),
                targets(status.name()));
    }

    private Optional<Stream.Source> source(String name) {
        return directory.source(name).map(Stream.Source::of);
    }

    private Optional<List<Stream.Target>> targets(String name) {
        return Optional.of(directory.targets(name).stream().map(Stream.Target::of).toList())
                .filter(targets -> !targets.isEmpty());
    }

    private String title(String name) {
        return Optional.ofNullable(channels.get().get(name))
                .map(ChannelConfig::title)
                .or(() -> record(name).map(Shown::title))
                .filter(title -> !title.isEmpty())
                .orElse(name);
    }

    private Optional<String> description(String name) {
        return Optional.ofNullable(channels.get().get(name))
                .map(ChannelConfig::description)
                .or(() -> record(name).map(Shown::description))
                .flatMap(StreamService::text);
    }

    /** A channel that somebody made; those of the configuration win. */
    private Optional<Shown> record(String name) {
        return channels.get().containsKey(name)
                ? Optional.empty()
                : records.flatMap(people -> people.shown(name));
    }

    private static Optional<String> text(@org.jspecify.annotations.Nullable String value) {
        return Optional.ofNullable(value).filter(given -> !given.isEmpty());
    }

    private static Stream.State state(StreamStatus.State state) {
        return switch (state) {
            case LIVE -> Stream.State.LIVE;
            case SLATE -> Stream.State.SLATE;
            case WAITING -> Stream.State.WAITING;
            case ENDED -> Stream.State.OFFLINE;
        };
    }

    private static Stream.Video video(StreamStatus.VideoStatus video) {
        return new Stream.Video(
                video.codec(),
                video.width(),
                video.height(),
                Optional.of(Math.round(video.frameRate() * 1000) / 1000.0).filter(rate -> rate > 0),
                video.bitrate(),
                Optional.of(video.keyframeDistanceMs()).filter(distance -> distance > 0));
    }

    private static Stream.Audio audio(StreamStatus.AudioStatus audio) {
        return new Stream.Audio(
                audio.codec(), audio.sampleRate(), audio.channels(), audio.bitrate());
    }
}
