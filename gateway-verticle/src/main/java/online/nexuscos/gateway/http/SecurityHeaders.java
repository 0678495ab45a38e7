package online.nexuscos.gateway.http;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.vertx.core.MultiMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What every answer but media tells browsers. All is forbidden at first; a page then allows itself
 * what it needs ({@link PagePolicy}).
 */
final class SecurityHeaders {
    static final CharSequence CSP = createOptimized("content-security-policy");

    private static final CharSequence NOTHING =
            createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence NOSNIFF_HEADER = createOptimized("x-content-type-options");
    private static final CharSequence NOSNIFF = createOptimized("nosniff");
    private static final CharSequence REFERRER = createOptimized("referrer-policy");
    private static final CharSequence REFERRER_POLICY =
            createOptimized("strict-origin-when-cross-origin");
    private static final CharSequence STRICT = createOptimized("strict-transport-security");

    private final @Nullable CharSequence strict;

    /**
     * @param strictDays for how long browsers shall come by HTTPS alone, 0 for not at all
     */
    SecurityHeaders(int strictDays) {
        strict =
                strictDays == 0
                        ? null
                        : createOptimized("max-age=" + TimeUnit.DAYS.toSeconds(strictDays));
    }

    void put(MultiMap headers, boolean secure) {
        headers.set(CSP, NOTHING);
        headers.set(NOSNIFF_HEADER, NOSNIFF);
        headers.set(REFERRER, REFERRER_POLICY);
        if (strict != null && secure) {
            headers.set(STRICT, strict);
        }
    }
}
