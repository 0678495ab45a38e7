package online.nexuscos.platform.service;

/** What an answer carries beside its record. A repeated idempotent call carries none of it. */
public interface Reply {
    /** In place of 200, or of 201 and 204 where the route says so: 200 to 299, 303, or 304. */
    Reply status(int status);

    /**
     * Adds a header.
     *
     * @param name in lower case; not one of those that the gateway sets
     */
    Reply header(String name, String value);

    /**
     * Adds a {@code Set-Cookie}.
     *
     * @param cookie as RFC 6265 writes it, attributes included
     */
    Reply cookie(String cookie);
}
