package online.nexuscos.gateway.http;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import online.nexuscos.platform.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front end off the class path. A file is read and compressed when it is first asked for, on a
 * worker thread, and kept; only files that exist are kept, so that their number is the bound.
 */
final class StaticSite {
    private static final Logger LOG = LoggerFactory.getLogger(StaticSite.class);
    private static final String ROOT = "web";
    private static final String NOT_FOUND = ROOT + "/not-found.html";
    private static final int MAX_PATH = 200;

    /** No hidden files, no empty names, no way up. */
    private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*){1,4}");

    private static final CharSequence IMMUTABLE =
            createOptimized("public, max-age=31536000, immutable");
    private static final CharSequence REVALIDATE = createOptimized("no-cache");
    private static final CharSequence HOUR = createOptimized("public, max-age=3600");
    private static final CharSequence GZIP = createOptimized("gzip");

    private final Vertx vertx;
    private final ConcurrentMap<String, StaticFile> files = new ConcurrentHashMap<>();

    StaticSite(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Answers with a page. */
    void page(HttpServerRequest request, String file, PagePolicy policy) {
        serve(request, ROOT + file, policy, REVALIDATE);
    }

    /** Answers with the file that the path names, or says that there is none. */
    void file(HttpServerRequest request, String path) {
        if (path.length() > MAX_PATH || !SAFE.matcher(path).matches() || path.endsWith(".html")) {
            notFound(request);
            return;
        }
        serve(
                request,
                ROOT + path,
                PagePolicy.STRICT,
                path.startsWith("/assets/") ? IMMUTABLE : HOUR);
    }

    /** The page for an address where nothing is. */
    void notFound(HttpServerRequest request) {
        find(NOT_FOUND)
                .onComplete(
                        file -> {
                            if (file == null) {
                                throw new IllegalStateException(NOT_FOUND + " is missing");
                            }
                            request.response().setStatusCode(404);
                            send(request, file, PagePolicy.STRICT, Responses.NO_STORE);
                        },
                        failure -> fail(request, failure));
    }

    private void serve(
            HttpServerRequest request, String resource, PagePolicy policy, CharSequence caching) {
        StaticFile known = files.get(resource);
        if (known != null) {
            send(request, known, policy, caching);
            return;
        }
        find(resource)
                .onComplete(
                        file -> {
                            if (file == null) {
                                notFound(request);
                            } else {
                                send(request, file, policy, caching);
                            }
                        },
                        failure -> fail(request, failure));
    }

    private static void fail(HttpServerRequest request, Throwable failure) {
        LOG.error("{} failed", request.path(), failure);
        Responses.problem(request, Problem.internal());
    }

    private Future<@Nullable StaticFile> find(String resource) {
        StaticFile known = files.get(resource);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return vertx.executeBlocking(
                () -> {
                    StaticFile loaded = StaticFile.load(resource);
                    if (loaded != null) {
                        files.put(resource, loaded);
                    }
                    return loaded;
                },
                false);
    }

    private static void send(
            HttpServerRequest request, StaticFile file, PagePolicy policy, CharSequence caching) {
        HttpServerResponse response = request.response();
        boolean gzip = file.gzip() != null && acceptsGzip(request);
        String tag = '"' + file.tag() + (gzip ? "-gzip\"" : "\"");
        MultiMap headers = response.headers();
        headers.set(HttpHeaders.CACHE_CONTROL, caching);
        if (file.gzip() != null) {
            headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        headers.set(SecurityHeaders.CSP, policy.text());
        if (response.getStatusCode() == 200) {
            headers.set(HttpHeaders.ETAG, tag);
            if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
                headers.set(HttpHeaders.DATE, Responses.date());
                response.setStatusCode(304).end();
                return;
            }
        }
        headers.set(HttpHeaders.CONTENT_TYPE, file.type().text());
        if (gzip) {
            headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        Responses.end(request, gzip && file.gzip() != null ? file.gzip() : file.plain());
    }

    /** RFC 9110, 13.1.2: a list of tags, compared weakly, or any. */
    private static boolean isKnown(@Nullable String given, String tag) {
        return given != null && (given.equals("*") || given.contains(tag));
    }

    /** RFC 9110, 12.5.3, with a quality of zero meaning no. */
    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.split(",", 16)) {
            String[] words = coding.split(";", 2);
            if (words[0].strip().equalsIgnoreCase("gzip")) {
                return words.length < 2 || !words[1].strip().matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
