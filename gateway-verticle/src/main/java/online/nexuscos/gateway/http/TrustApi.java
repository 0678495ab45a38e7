package online.nexuscos.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import online.nexuscos.platform.problem.Problem;

/**
 * What the page {@code /trust} hands out: the local authority's certificate, and what a person
 * compares before trusting it.
 */
public final class TrustApi {
    /** What iOS and Android take for a certificate to install. */
    private static final String CERTIFICATE_TYPE = "application/x-x509-ca-cert";

    private static final String PEM_TYPE = "application/x-pem-file";
    private static final int PEM_LINE = 64;

    private final Supplier<Optional<LocalTrust>> trust;

    /**
     * @param trust empty while HTTPS is not open, and where the server has a certificate of its own
     */
    public TrustApi(Supplier<Optional<LocalTrust>> trust) {
        this.trust = trust;
    }

    void answer(HttpServerRequest request, String file) {
        Optional<LocalTrust> known = trust.get();
        if (known.isEmpty()) {
            Responses.problem(request, Problem.notFound("There is no local authority here."));
            return;
        }
        switch (file) {
            case "authority.json" -> Responses.json(request, json(known.get()));
            case "authority.crt" ->
                    send(request, file, CERTIFICATE_TYPE, encoded(known.get().authority()));
            case "authority.pem" -> send(request, file, PEM_TYPE, pem(known.get().authority()));
            default ->
                    Responses.problem(
                            request, Problem.notFound("There is nothing at this address."));
        }
    }

    private static JsonObject json(LocalTrust trust) {
        X509Certificate authority = trust.authority();
        String name = authority.getSubjectX500Principal().getName();
        return new JsonObject()
                .put("name", name.replaceAll("(^|.*,)CN=([^,]*).*", "$2"))
                .put("fingerprint", trust.fingerprint())
                .put("expires", authority.getNotAfter().toInstant().toString())
                .put("port", trust.port())
                .put("httpPort", trust.httpPort())
                .put("addresses", new JsonArray(trust.addresses()));
    }

    private static void send(HttpServerRequest request, String file, String type, Buffer body) {
        MultiMap headers = request.response().headers();
        headers.set(HttpHeaders.CONTENT_TYPE, type);
        headers.set(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE);
        headers.set(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"nexus-cos-" + file.toLowerCase(Locale.ROOT) + '"');
        Responses.end(request, body);
    }

    private static Buffer encoded(X509Certificate certificate) {
        try {
            return Buffer.buffer(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Buffer pem(X509Certificate certificate) {
        String body =
                Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
                        .encodeToString(encoded(certificate).getBytes());
        return Buffer.buffer(
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
