package online.nexuscos.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.RFC3986;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import online.nexuscos.platform.config.ChannelConfig;
import online.nexuscos.platform.config.SiteConfig;
import online.nexuscos.platform.config.SiteConfig.Page;
import online.nexuscos.platform.metrics.MetricsText;
import online.nexuscos.platform.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is served besides media. */
public final class HttpEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoints.class);
    private static final String API = "/api/";

    /** Pages with one address each. */
    private static final List<String> PAGES =
            List.of("/trust", "/account", "/dashboard", "/admin", "/creator");

    /** Where the page in front of an account is found, with another form each. */
    private static final List<String> ENTRANCES = List.of("/signin", "/register", "/reset");

    private final Vertx vertx;
    private final Gate gate;
    private final Predicate<HttpServerRequest> services;
    private final HealthApi health;
    private final TrustApi trust;
    private final MetricsText metrics;
    private final LandingPages landing;
    private final StaticSite site;
    private final Router router;

    /**
     * @param services answers a call of a service, with any method, or returns false
     */
    public HttpEndpoints(
            Vertx vertx,
            Gate gate,
            Predicate<HttpServerRequest> services,
            Apis apis,
            Map<String, SiteConfig> sites,
            MetricsText metrics) {
        this.vertx = vertx;
        this.gate = gate;
        this.services = services;
        this.health = apis.health;
        this.trust = apis.trust;
        this.metrics = metrics;
        landing = new LandingPages(sites);
        site = new StaticSite(vertx);
        router = router();
    }

    /** From now on these hosts have a landing page of their own. */
    public void setSites(Map<String, SiteConfig> sites) {
        landing.setSites(sites);
    }

    /** What answers in JSON. */
    public record Apis(HealthApi health, TrustApi trust) {}

    /** Answers the request, now or later. */
    void handle(HttpServerRequest request) {
        if (gate.admit(request)) {
            serve(request);
        }
    }

    /** As above, for one that came by a service's own door. */
    void handle(HttpServerRequest request, ServiceDoor door) {
        if (!gate.admit(request)) {
            return;
        }
        String path = request.path() == null ? "" : RFC3986.normalizePath(request.path());
        if (path.equals("/health")) {
            health.service(request, door.service());
        } else if (door.leadsTo(path)) {
            serve(request);
        } else {
            Responses.refuse(
                    request,
                    Problem.notFound("This port leads to " + door.prefix() + " and to /health."));
        }
    }

    private void serve(HttpServerRequest request) {
        if (!services.test(request)) {
            serveOther(request);
        }
    }

    private void serveOther(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD)) {
            router.handle(request);
        } else {
            request.response().headers().set(HttpHeaders.ALLOW, "GET, HEAD");
            Responses.refuse(
                    request, Problem.methodNotAllowed("Only GET and HEAD are served here."));
        }
    }

    /** It sees GET and HEAD alone. */
    private Router router() {
        Router routes = Router.router(vertx);
        routes.route("/")
                .handler(context ->
                        site.page(
                                context.request(),
                                landing.file(context.request()),
                                PagePolicy.STRICT));
        routes.route("/beta").handler(page(LandingPages.file(Page.BETA)));
        PAGES.forEach(path -> routes.route(path).handler(page(path + ".html")));
        ENTRANCES.forEach(path -> routes.route(path).handler(page("/signin.html")));
        routes.route("/api/docs")
                .handler(context -> site.page(context.request(), "/docs.html", PagePolicy.STYLED));
        routes.route("/trust/:file")
                .handler(context -> trust.answer(context.request(), parameter(context, "file")));
        routes.route("/watch/:name").handler(channelPage(PagePolicy.STYLED));
        routes.route("/embed/:name").handler(channelPage(PagePolicy.EMBED));
        routes.route("/health").handler(context -> health.alive(context.request()));
        routes.route("/health/gateway").handler(context -> health.gateway(context.request()));
        routes.route("/api/health").handler(context -> health.all(context.request()));
        routes.route("/metrics").handler(this::metrics);
        routes.route().handler(this::other);
        routes.errorHandler(400, HttpEndpoints::malformed);
        routes.errorHandler(500, HttpEndpoints::failed);
        return routes;
    }

    private static String parameter(RoutingContext context, String name) {
        String value = context.pathParam(name);
        return value == null ? "" : value;
    }

    private Handler<RoutingContext> page(String file) {
        return context -> site.page(context.request(), file, PagePolicy.STRICT);
    }

    private Handler<RoutingContext> channelPage(PagePolicy policy) {
        return context -> {
            if (ChannelConfig.NAME.matcher(parameter(context, "name")).matches()) {
                site.page(context.request(), "/watch.html", policy);
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
