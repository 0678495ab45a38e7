package online.nexuscos.platform.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.DownloadHandler;
import online.nexuscos.platform.service.Handler;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Route;
import online.nexuscos.platform.service.UploadHandler;
import online.nexuscos.platform.service.WritingHandler;

/**
 * A route as a service declared it.
 *
 * @param <I> record of its input
 * @param <O> record of its output
 */
public final class RouteDeclaration<I, O> implements Route {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TRANSFER = Duration.ofMinutes(15);
    private static final Duration FOLLOWING = Duration.ofHours(1);
    private static final long MAX_DOWNLOAD_BYTES = 16L << 30;
    private static final long MAX_UPLOAD_BYTES = 64L << 20;
    private static final Set<String> REPEATABLE = Set.of("GET", "PUT", "DELETE");

    private final String method;
    private final String path;

    // Made once: a call compares and hashes it several times.
    private final String id;
    private final List<String> pathNames;
    private final Permission permission;
    private final Class<I> input;
    private final Class<O> output;
    private final Work<I, O> work;
    private String summary = "";
    private int status;
    private boolean secret;
    private final Traffic traffic;
    private Duration patience;
    private long maxBytes;

    /** What answers a route. */
    sealed interface Work<I, O> {
        record Reading<I, O>(Handler<I, O> handler) implements Work<I, O> {}

        record Writing<I, O>(WritingHandler<I, O> handler) implements Work<I, O> {}

        record Sending<I, O>(String mediaType, DownloadHandler<I> handler) implements Work<I, O> {}

        record Receiving<I, O>(String mediaType, UploadHandler<I, O> handler)
                implements Work<I, O> {}

        record Following<I, O>(Topic<?, ?> topic) implements Work<I, O> {}
    }

    /** What crosses the line of a route. */
    public sealed interface Traffic {
        /** One message there and one back, over the bus. */
        record Messages() implements Traffic {}

        /** Bytes back. */
        record Download(String mediaType) implements Traffic {}

        /** Bytes there; any type for {@code *}{@code /*}. */
        record Upload(String mediaType) implements Traffic {}

        /** Server-sent events of a topic. */
        record Events(Topic<?, ?> topic) implements Traffic {}
    }

    RouteDeclaration(
            String method,
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Work<I, O> work) {
        this.method = method;
        this.path = path;
        id = method + ' ' + path;
        pathNames = List.copyOf(pathNames(path));
        this.permission = permission;
        this.input = requireRecord(input);
        this.output = requireRecord(output);
        this.work = work;
        traffic = traffic(work);
        patience = patience(work);
        maxBytes =
                switch (work) {
                    case Work.Sending<I, O> sending -> MAX_DOWNLOAD_BYTES;
                    case Work.Receiving<I, O> receiving -> MAX_UPLOAD_BYTES;
                    case Work.Reading<I, O> reading -> Request.MAX_BODY_BYTES;
                    case Work.Writing<I, O> writing -> Request.MAX_BODY_BYTES;
                    case Work.Following<I, O> following -> 0;
                };
        boolean bytes = traffic instanceof Traffic.Download || traffic instanceof Traffic.Events;
        status = output == Nothing.class && !bytes ? 204 : 200;
    }

    private static Duration patience(Work<?, ?> work) {
        return switch (work) {
            case Work.Sending<?, ?> sending -> TRANSFER;
            case Work.Receiving<?, ?> receiving -> TRANSFER;
            case Work.Following<?, ?> following -> FOLLOWING;
            case Work.Reading<?, ?> reading -> PATIENCE;
            case Work.Writing<?, ?> writing -> PATIENCE;
        };
    }

    private static <T> Class<T> requireRecord(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " (expected: a record)");
        }
        return type;
    }

    @Override
    public Route summary(String text) {
        summary = text;
        return this;
    }

    @Override
    public Route creates() {
        status = 201;
        return this;
    }

    @Override
    public Route secret() {
        secret = true;
        return this;
    }

    @Override
    public Route within(Duration time) {
        patience = time;
        return this;
    }

    @Override
    public Route upTo(long bytes) {
        if (bytes < 0 || (takesBody() && bytes > Request.MAX_BODY_BYTES)) {
            throw new IllegalArgumentException(
                    id + ": " + bytes + " bytes (expected: <= 1 MiB of JSON)");
        }
        maxBytes = bytes;
        return this;
    }

    public String method() {
        return method;
    }

    /** The whole path, with the service's prefix, {@code /api/ledger/accounts/{id}}. */
    public String path() {
        return path;
    }

    /** Names the route among all there are, {@code GET /api/ledger/accounts/{id}}. */
    public String id() {
        return id;
    }

    /** An identifier for programs that are generated, {@code getApiLedgerAccountsId}. */
    public String operation() {
        StringBuilder name = new StringBuilder(method.toLowerCase(Locale.ROOT));
        for (String word : path.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return name.toString();
    }

    /** The names of the path's values, in order. */
    public List<String> pathNames() {
        return pathNames;
    }

    static List<String> pathNames(String path) {
        List<String> names = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }

    public Permission permission() {
        return permission;
    }

    public Class<I> input() {
        return input;
    }

    public Class<O> output() {
        return output;
    }

    public String summary() {
        return summary;
    }

    /** Of an answer that is no problem. */
    public int status() {
        return status;
    }

    public boolean isSecret() {
        return secret;
    }

    public Duration patience() {
        return patience;
    }

    /** Of a body, or of a download. */
    public long maxBytes() {
        return maxBytes;
    }

    public Traffic traffic() {
        return traffic;
    }

    private static Traffic traffic(Work<?, ?> work) {
        return switch (work) {
            case Work.Reading<?, ?> reading -> new Traffic.Messages();
            case Work.Writing<?, ?> writing -> new Traffic.Messages();
            case Work.Sending<?, ?> sending -> new Traffic.Download(sending.mediaType());
            case Work.Receiving<?, ?> receiving -> new Traffic.Upload(receiving.mediaType());
            case Work.Following<?, ?> following -> new Traffic.Events(following.topic());
        };
    }

    /** Its input comes as a body of JSON, not in the address. */
    public boolean takesBody() {
        return !method.equals("GET") && !method.equals("DELETE") && !isUpload();
    }

    private boolean isUpload() {
        return work instanceof Work.Receiving;
    }

    /** It runs in a transaction, and takes an Idempotency-Key. */
    public boolean isWriting() {
        return work instanceof Work.Writing;
    }

    /** Twice does the same as once. */
    boolean isRepeatable(String idempotencyKey) {
        return REPEATABLE.contains(method) || (isWriting() && !idempotencyKey.isEmpty());
    }

    Work<I, O> work() {
        return work;
    }
}
