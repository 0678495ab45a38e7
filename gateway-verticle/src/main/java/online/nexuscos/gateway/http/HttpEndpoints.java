package online.nexuscos.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import online.nexuscos.gateway.http.StaticSite.Framing;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is served besides media. */
public final class HttpEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoints.class);
    private static final String API = "/api/";

    private final Vertx vertx;
    private final StreamsApi streams;
    private final MetricsText metrics;
    private final StaticSite site;

    public HttpEndpoints(
            Vertx vertx,
            StreamDirectory directory,
            Map<String, ChannelConfig> channels,
            MetricsText metrics) {
        this.vertx = vertx;
        this.streams = new StreamsApi(directory, channels);
        this.metrics = metrics;
        this.site = new StaticSite(vertx);
    }

    /** Methods are checked before: it sees GET and HEAD alone. */
    Router router() {
        Router router = Router.router(vertx);
        router.route("/").handler(page("/index.html", Framing.OWN_SITE));
        router.route("/watch/:name").handler(namedPage(Framing.OWN_SITE));
        router.route("/embed/:name").handler(namedPage(Framing.ANY_SITE));
        router.route("/api/streams").handler(context -> streams.list(context.request()));
        router.route("/api/streams/:name")
                .handler(context -> streams.one(context.request(), name(context)));
        router.route("/health")
                .handler(context ->
                        Responses.json(context.request(), new JsonObject().put("status", "up")));
        router.route("/metrics").handler(this::metrics);
        router.route().handler(this::other);
        router.errorHandler(400, HttpEndpoints::malformed);
        router.errorHandler(500, HttpEndpoints::failed);
        return router;
    }

    static void refuseMethod(HttpServerRequest request) {
        request.response().headers().set(HttpHeaders.ALLOW, "GET, HEAD");
        // A body that nobody reads is not waited for.
        request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Responses.problem(request, Problem.methodNotAllowed("Only GET and HEAD are served here."));
    }

    private static String name(RoutingContext context) {
        String name = context.pathParam("name");
        return name == null ? "" : name;
    }

    private Handler<RoutingContext> page(String file, Framing framing) {
        return context -> site.page(context.request(), file, framing);
    }

    private Handler<RoutingContext> namedPage(Framing framing) {
        return context -> {
            if (ChannelConfig.NAME.matcher(name(context)).matches()) {
                site.page(context.request(), "/watch.html", framing);
            } else {
                site.notFound(context.request());
            }
        };
    }

    private void metrics(RoutingContext context) {
        vertx.executeBlocking(metrics::write, false)
                .onSuccess(text -> {
                    HttpServerRequest request = context.request();
                    request.response()
                            .headers()
                            .set(HttpHeaders.CONTENT_TYPE, MetricsText.MEDIA_TYPE)
                            .set(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE);
                    Responses.end(request, Buffer.buffer(text));
                })
                .onFailure(context::fail);
    }

    private void other(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath();
        if (path.startsWith(API) || path.startsWith("/live/")) {
            Responses.problem(request, Problem.notFound("There is nothing at this address."));
        } else {
            site.file(request, path);
        }
    }

    private static void malformed(RoutingContext context) {
        if (!context.response().ended()) {
            Responses.problem(
                    context.request(),
                    new Problem(400, "Bad Request", "The address is malformed.", Optional.empty()));
        }
    }

    private static void failed(RoutingContext context) {
        LOG.error("{} failed", context.request().path(), context.failure());
        if (!context.response().ended()) {
            Responses.problem(context.request(), Problem.internal());
        }
    }
}
