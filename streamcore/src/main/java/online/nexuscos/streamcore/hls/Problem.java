package online.nexuscos.streamcore.hls;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What a request is refused with: a body as RFC 9457 has it. */
enum Problem {
    BAD_DIRECTIVES(
            HttpResponseStatus.BAD_REQUEST,
            "_HLS_msn and _HLS_part must be numbers, and _HLS_part needs _HLS_msn."),
    TOO_FAR(
            HttpResponseStatus.BAD_REQUEST,
            "_HLS_msn or _HLS_part is too far ahead of the playlist."),
    FORBIDDEN(HttpResponseStatus.FORBIDDEN, "This stream takes a signed path that is still good."),
    NO_STREAM(HttpResponseStatus.NOT_FOUND, "No such stream is live."),
    NOT_STARTED(HttpResponseStatus.NOT_FOUND, "The stream has no media yet."),
    NO_FILE(HttpResponseStatus.NOT_FOUND, "The stream has no such file now."),
    METHOD(HttpResponseStatus.METHOD_NOT_ALLOWED, "Use GET, HEAD or OPTIONS."),
    RANGE(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "The range begins after the end."),
    LATE(HttpResponseStatus.SERVICE_UNAVAILABLE, "The stream sent nothing new for too long."),
    CROWDED(HttpResponseStatus.SERVICE_UNAVAILABLE, "Too many requests wait for this stream."),
    FULL(HttpResponseStatus.SERVICE_UNAVAILABLE, "This stream has as many viewers as it may."),
    BUSY(HttpResponseStatus.SERVICE_UNAVAILABLE, "The server sends as much as it may.");

    private final int status;
    private final String body;

    Problem(HttpResponseStatus status, String detail) {
        this.status = status.code();
        body =
                "{\"type\":\"about:blank\",\"title\":\""
                        + status.reasonPhrase()
                        + "\",\"status\":"
                        + status.code()
                        + ",\"detail\":\""
                        + detail
                        + "\"}";
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }
}
