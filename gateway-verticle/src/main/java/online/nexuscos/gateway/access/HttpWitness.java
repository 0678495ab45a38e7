package online.nexuscos.gateway.access;

import io.vertx.core.MultiMap;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sees each answer of the HTTP servers, of HTTP/1 and HTTP/2, from below: it counts them by class
 * of status and writes the access log. Without a log it costs a request one addition.
 */
public final class HttpWitness implements VertxMetricsFactory {
    private static final int CLASSES = 6;
    private static final int MAX_TEXT = 1000;
    private static final String SIGNED = "/live/~";
    private static final String REQUEST_ID = "x-request-id";

    private final LongAdder[] answers = new LongAdder[CLASSES];
    private final Optional<Log> log;

    /** Where lines go, how they look, and who the caller is. */
    private record Log(
            AccessLog lines,
            Function<AccessEntry, String> format,
            BiFunction<@Nullable SocketAddress, MultiMap, String> callers) {}

    private HttpWitness(Optional<Log> log) {
        this.log = log;
        for (int i = 0; i < CLASSES; i++) {
            answers[i] = new LongAdder();
        }
    }

    /** Counts alone. */
    public static HttpWitness counting() {
        return new HttpWitness(Optional.empty());
    }

    /**
     * Writes a line for each answer too.
     *
     * @param json whether a line is an object, or text in the combined format
     * @param callers the caller's address, from that of the connection and the headers
     */
    public static HttpWitness logging(
            AccessLog log,
            boolean json,
            BiFunction<@Nullable SocketAddress, MultiMap, String> callers) {
        Function<AccessEntry, String> format = json ? AccessEntry::json : AccessEntry::text;
        return new HttpWitness(Optional.of(new Log(log, format, callers)));
    }

    /**
     * How many answers there were.
     *
     * @param hundreds of the status, 1 to 5
     */
    public long answers(int hundreds) {
        return answers[hundreds].sum();
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return new VertxMetrics() {
            @Override
            public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
                    HttpServerOptions serverOptions, SocketAddress address) {
                return new Server();
            }
        };
    }

    /** A request that is not answered yet. */
    private static final class Pending {
        private final HttpRequest request;
        private final @Nullable SocketAddress peer;
        private final Instant begun = Instant.now();
        private final long begunNs = System.nanoTime();

        Pending(HttpRequest request) {
            this.request = request;
            // Gone when the connection is.
            this.peer = request.remoteAddress();
        }
    }

    private final class Server
            implements HttpServerMetrics<@Nullable Pending, Object, @Nullable Object> {
        @Override
        public @Nullable Pending requestBegin(@Nullable Object socket, HttpRequest request) {
            return log.isPresent() ? new Pending(request) : null;
        }

        @Override
        public void responseEnd(@Nullable Pending pending, HttpResponse response, long bytes) {
            int status = response.statusCode();
            count(status);
            if (pending != null) {
                write(pending, status, response.headers().get(REQUEST_ID), bytes);
            }
        }

        @Override
        public void requestReset(@Nullable Pending pending) {
            count(AccessEntry.LEFT);
            if (pending != null) {
                write(pending, AccessEntry.LEFT, null, 0);
            }
        }
    }

    private void count(int status) {
        int hundreds = status / 100;
        if (hundreds > 0 && hundreds < CLASSES) {
            answers[hundreds].increment();
        }
    }

    private void write(Pending pending, int status, @Nullable String id, long bytes) {
        log.ifPresent(to -> {
            HttpRequest request = pending.request;
            MultiMap headers = request.headers();
            to.lines.add(
                    to.format.apply(
                            new AccessEntry(
                                    pending.begun,
                                    to.callers.apply(pending.peer, headers),
                                    request.method().name(),
                                    bounded(withoutPass(withoutQuery(request.uri()))),
                                    protocol(request),
                                    status,
                                    bytes,
                                    bounded(withoutQuery(headers.get(HttpHeaders.REFERER))),
                                    bounded(headers.get(HttpHeaders.USER_AGENT)),
                                    id == null ? "" : id,
                                    (System.nanoTime() - pending.begunNs) / 1_000_000)));
        });
    }

    private static String protocol(HttpRequest request) {
        if (request instanceof HttpServerRequest known) {
            return switch (known.version()) {
                case HTTP_1_0 -> "HTTP/1.0";
                case HTTP_1_1 -> "HTTP/1.1";
                case HTTP_2 -> "HTTP/2";
            };
        }
        // Only a stream of HTTP/2 is seen before its request is made.
        return "HTTP/2";
    }

    private static @Nullable String withoutQuery(@Nullable String uri) {
        if (uri == null) {
            return null;
        }
        int end = uri.indexOf('?');
        int fragment = uri.indexOf('#');
        end = end < 0 || (fragment >= 0 && fragment < end) ? fragment : end;
        return end < 0 ? uri : uri.substring(0, end);
    }

    /** The path of a stream that not everybody may watch has what lets one in: {@code ~<pass>}. */
    private static @Nullable String withoutPass(@Nullable String path) {
        int mark = path == null ? -1 : path.indexOf(SIGNED);
        if (path == null || mark < 0) {
            return path;
        }
        int start = mark + SIGNED.length();
        int end = path.indexOf('/', start);
        return path.substring(0, start) + (end < 0 ? "" : path.substring(end));
    }

    private static String bounded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
