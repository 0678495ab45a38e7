package online.nexuscos.streamcore.play;

import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import online.nexuscos.streamcore.hub.Introduction;
import org.jspecify.annotations.Nullable;

/**
 * Serves streams as they come: {@code /live/<name>.flv}, over HTTP and, with an upgrade, over
 * WebSocket, and {@code /live/<name>.ts}. With a pass: {@code /live/~<pass>/<name>.flv}. Safe for
 * all event loops.
 */
public final class PlayOrigin {
    private static final String ROOT = "/live/";
    private static final int MAX_NAME_LENGTH = 64;
    private static final char PASS = '~';

    private final Broadcasts broadcasts;

    public PlayOrigin(Broadcasts broadcasts) {
        this.broadcasts = broadcasts;
    }

    /** What a request is for. */
    record Target(String stream, String pass, PlayForm form) {}

    /**
     * Answers the request, now or later, if its path is one of those above. On the request's event
     * loop.
     *
     * @return false if it is not; then nothing was done
     */
    public boolean handle(HttpServerRequest request) {
        Target target = target(request.uri());
        if (target == null) {
            return false;
        }
        PlayExchange exchange = new PlayExchange(request, target.form());
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.OPTIONS)) {
            exchange.preflight();
        } else if (method.equals(HttpMethod.HEAD)) {
            exchange.head();
        } else if (!method.equals(HttpMethod.GET)) {
            exchange.refuseMethod();
        } else if (isUpgrade(request)) {
            upgrade(request, target);
        } else {
            EventLoop loop = loop(request);
            Viewer viewer =
                    broadcasts.join(target.stream(), target.pass(), target.form(), loop, exchange);
            exchange.seat(viewer);
        }
        return true;
    }

    private static EventLoop loop(HttpServerRequest request) {
        return ((HttpServerRequestInternal) request).context().nettyEventLoop();
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
    }

    private void upgrade(HttpServerRequest request, Target target) {
        EventLoop loop = loop(request);
        Introduction introduction = PlayExchange.introduction(request);
        // A handshake that is none is answered with 400 by Vert.x.
        var _ =
                request.toWebSocket()
                        .onSuccess(socket -> {
                            PlayWebSocket sink = new PlayWebSocket(socket, introduction);
                            sink.seat(
                                    broadcasts.join(
                                            target.stream(),
                                            target.pass(),
                                            target.form(),
                                            loop,
                                            sink));
                        });
    }

    static @Nullable Target target(String uri) {
        int start = pathStart(uri);
        int query = uri.indexOf('?', start);
        int end = query < 0 ? uri.length() : query;
        PlayForm form = form(uri, end);
        if (form == null || !uri.startsWith(ROOT, start)) {
            return null;
        }
        int nameStart = start + ROOT.length();
        String pass = "";
        if (nameStart < end && uri.charAt(nameStart) == PASS) {
            int slash = uri.indexOf('/', nameStart);
            if (slash < 0 || slash >= end) {
                return null;
            }
            pass = uri.substring(nameStart + 1, slash);
            nameStart = slash + 1;
        }
        int nameEnd = end - form.extension().length();
        return isName(uri, nameStart, nameEnd)
                ? new Target(uri.substring(nameStart, nameEnd), pass, form)
                : null;
    }

    /** Where the path begins: at once, or after the authority (RFC 9112, 3.2.2). */
    private static int pathStart(String uri) {
        if (uri.startsWith("/")) {
            return 0;
        }
        int authority = uri.indexOf("://");
        int path = authority < 0 ? -1 : uri.indexOf('/', authority + 3);
        return path < 0 ? uri.length() : path;
    }

    private static @Nullable PlayForm form(String uri, int end) {
        for (PlayForm form : new PlayForm[] {PlayForm.FLV, PlayForm.MPEG_TS}) {
            String extension = form.extension();
            if (uri.startsWith(extension, end - extension.length())) {
                return form;
            }
        }
        return null;
    }

    private static boolean isName(String uri, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = uri.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return end > start && end - start <= MAX_NAME_LENGTH;
    }
}
