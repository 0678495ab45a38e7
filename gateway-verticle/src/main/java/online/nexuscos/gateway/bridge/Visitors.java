package online.nexuscos.gateway.bridge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.Optional;
import online.nexuscos.gateway.http.Callers;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Authenticator;
import online.nexuscos.platform.service.Authenticator.Credentials;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.sql.SqlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who is at the other end of a request. */
final class Visitors {
    private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);
    private static final int MAX_AGENT = 256;

    private final Vertx vertx;
    private final Callers callers;
    private final Authenticator authenticator;

    Visitors(Vertx vertx, Callers callers, Authenticator authenticator) {
        this.vertx = vertx;
        this.callers = callers;
        this.authenticator = authenticator;
    }

    /** Where the request came in. */
    Origin origin(HttpServerRequest request) {
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        return new Origin(
                callers.address(request),
                agent == null ? "" : agent.substring(0, Math.min(MAX_AGENT, agent.length())),
                isLocal(request),
                callers.isSecure(request));
    }

    /** What the request shows of its sender. */
    Credentials credentials(HttpServerRequest request, Origin origin) {
        return new Credentials(
                Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)),
                Optional.ofNullable(request.getHeader(HttpHeaders.COOKIE)),
                Optional.ofNullable(request.getHeader("x-csrf-token")),
                request.method().name(),
                isCrossSite(request),
                origin);
    }

    /**
     * By what browsers say of the page that sends it (Fetch Metadata, 2.3), or older ones of its
     * origin; programs say neither.
     */
    private static boolean isCrossSite(HttpServerRequest request) {
        String site = request.getHeader("sec-fetch-site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String page = request.getHeader(HttpHeaders.ORIGIN);
        HostAndPort host = request.authority();
        return page != null
                && (host == null || !page.replaceFirst("^https?://", "").equals(host.toString()));
    }

    /** On the caller's context; fails with a {@code ProblemException} alone. */
    Future<Principal> principal(Credentials credentials) {
        if (credentials.isEmpty()) {
            return Future.succeededFuture(Principal.ANONYMOUS);
        }
        Context context = vertx.getOrCreateContext();
        Promise<Principal> known = Promise.promise();
        Thread.ofVirtual()
                .name("authenticate")
                .start(() -> {
                    try {
                        Principal principal = authenticator.authenticate(credentials);
                        context.runOnContext(done -> known.complete(principal));
                    } catch (RuntimeException e) {
                        ProblemException problem = problem(e);
                        context.runOnContext(done -> known.fail(problem));
                    }
                });
        return known.future();
    }

    private static ProblemException problem(RuntimeException failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof SqlException) {
            LOG.warn("nobody can be authenticated: {}", failure.getMessage());
        } else {
            LOG.error("nobody can be authenticated", failure);
        }
        return ProblemException.of(503, "Who you are cannot be found out just now.")
                .retryAfter(java.time.Duration.ofSeconds(2));
    }

    /**
     * The caller is on this machine. One who comes through a proxy is not, wherever the proxy is: a
     * publisher's address is nobody else's business.
     */
    private static boolean isLocal(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        MultiMap headers = request.headers();
        if (remote == null
                || headers.contains("forwarded")
                || headers.contains("x-forwarded-for")
                || headers.contains("via")) {
            return false;
        }
        String address = remote.hostAddress();
        return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
    }
}
