package online.nexuscos.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import online.nexuscos.platform.config.EdgeConfig;

/** What every request but one for media passes first. */
public final class Gate {
    private static final String API = "/api/";

    private final Callers callers;
    private final RateLimits limits;
    private final SecurityHeaders security;
    private final Cors cors;

    /**
     * @param strictDays for how long browsers shall come by HTTPS alone, 0 for not at all
     */
    public Gate(EdgeConfig config, int strictDays, Callers callers, RateLimits limits) {
        this.callers = callers;
        this.limits = limits;
        security = new SecurityHeaders(strictDays);
        cors = new Cors(config.corsOrigins());
    }

    /** From now on pages of these sites may call the interface. */
    public void setOrigins(Set<String> allowed) {
        cors.setOrigins(allowed);
    }

    /** Prepares the answer's head; false where the request is answered already. */
    boolean admit(HttpServerRequest request) {
        RequestId.assign(request);
        security.put(request.response().headers(), callers.isSecure(request));
        String path = request.path();
        boolean api = path != null && path.startsWith(API);
        // A preflight is not counted: it says nothing that the browser will not ask again.
        return !(api && cors.answer(request)) && limits.admit(request);
    }
}
