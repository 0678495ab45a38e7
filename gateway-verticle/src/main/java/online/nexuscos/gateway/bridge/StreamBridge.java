package online.nexuscos.gateway.bridge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import online.nexuscos.gateway.bridge.HttpLine.Direction;
import online.nexuscos.gateway.bridge.RouteTree.Target;
import online.nexuscos.platform.bus.Answer;
import online.nexuscos.platform.bus.Request;
import online.nexuscos.platform.bus.RouteDeclaration.Traffic;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Principal;
import org.jspecify.annotations.Nullable;

/** Carries what is no message: bytes of downloads and uploads, and events. */
final class StreamBridge {
    /** Who follows topics over HTTP; one more is told 503. */
    static final int MAX_FOLLOWERS = 10_000;

    private final Vertx vertx;
    private final ServiceBus bus;
    private final StreamProxy proxy;
    private final AtomicInteger followers = new AtomicInteger();

    StreamBridge(Vertx vertx, ServiceBus bus) {
        this.vertx = vertx;
        this.bus = bus;
        proxy = new StreamProxy(vertx, bus);
    }

    /** How many follow topics. */
    int followers() {
        return followers.get();
    }

    /**
     * Carries what the route's kind of traffic asks for.
     *
     * @param request paused
     * @param secret whether the client may lose the right to see events
     * @param again on whose behalf, asked again and again while events are told
     * @throws ProblemException for what is refused before it begins
     */
    void carry(
            HttpServerRequest request,
            Target target,
            Request.Head head,
            Principal who,
            boolean secret,
            Supplier<Future<Principal>> again) {
        switch (target.route().traffic()) {
            case Traffic.Messages() -> throw new IllegalArgumentException(target.route().id());
            case Traffic.Download(var mediaType) -> {
                request.resume();
                carry(request, target, head, who, Direction.DOWNLOAD);
            }
            case Traffic.Upload(var mediaType) -> upload(request, target, head, who, mediaType);
            case Traffic.Events(var topic) -> {
                request.resume();
                follow(request, target, head.path(), topic, secret, again);
            }
        }
    }

    private void upload(
            HttpServerRequest request,
            Target target,
            Request.Head head,
            Principal who,
            String mediaType) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && RequestBody.exceeds(length, target.route().maxBytes())) {
            throw ProblemException.of(
                    413, "A body may have " + target.route().maxBytes() + " bytes here at most.");
        }
        if (!isOfType(request.getHeader(HttpHeaders.CONTENT_TYPE), mediaType)) {
            throw ProblemException.of(415, "A body of type " + mediaType + " is expected.");
        }
        carry(request, target, head, who, Direction.UPLOAD);
    }

    private void carry(
            HttpServerRequest request,
            Target target,
            Request.Head head,
            Principal who,
            Direction direction) {
        if (!bus.isHere(target.service())
                && proxy.carry(request, target.service(), bus.signed(head, who), direction)) {
            return;
        }
        HttpLine line = new HttpLine(vertx, request, direction);
        if (!bus.stream(target.service(), head, who, line)) {
            line.answer(Answer.unavailable(target.service() + " is not running."));
        }
    }

    /** Without its parameters. */
    private static boolean isOfType(@Nullable String given, String wanted) {
        return wanted.equals("*/*")
                || (given != null
                        && given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(wanted));
    }

    private void follow(
            HttpServerRequest request,
            Target target,
            Map<String, String> path,
            Topic<?, ?> topic,
            boolean secret,
            Supplier<Future<Principal>> who) {
        if (!accepts(request.getHeader(HttpHeaders.ACCEPT))) {
            throw ProblemException.of(406, "This is told as " + EventLine.MEDIA_TYPE + " alone.");
        }
        if (request.query() != null && !request.query().isEmpty()) {
            throw ProblemException.of(400, "There are no query parameters here.");
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            throw ProblemException.of(405, "Events are only told to GET.");
        }
        if (followers.incrementAndGet() > MAX_FOLLOWERS) {
            followers.decrementAndGet();
            throw ProblemException.of(503, "There are too many clients.");
        }
        new EventLine(vertx, request, secret, followers::decrementAndGet)
                .follow(bus, target, topic.address(path.getOrDefault("id", "")), who);
    }

    /** Whoever says nothing takes what there is (RFC 9110, 12.5.1). */
    private static boolean accepts(@Nullable String accept) {
        return accept == null
                || accept.contains(EventLine.MEDIA_TYPE)
                || accept.contains("text/*")
                || accept.contains("*/*");
    }
}
