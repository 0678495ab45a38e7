package online.nexuscos.streamcore.hub;

/**
 * What a client says of itself and of what it wants, in RTMP's terms. All of it is the client's
 * word; what it does not say is empty.
 *
 * @param application the part of the address before the stream's name
 * @param flashVersion the program
 * @param swfUrl where the program was loaded from
 * @param tcUrl the address that it connected to
 * @param pageUrl the page that it runs in
 * @param arguments what followed a question mark behind the stream's name; may hold a secret
 * @param type how it publishes: live, record or append
 */
public record Introduction(
        String application,
        String flashVersion,
        String swfUrl,
        String tcUrl,
        String pageUrl,
        String arguments,
        String type) {
    /** Of a client that says nothing. */
    public static final Introduction NONE = new Introduction("live", "", "", "", "", "", "live");

    /** The same client, asking for something. */
    public Introduction asking(String newArguments, String newType) {
        return new Introduction(
                application, flashVersion, swfUrl, tcUrl, pageUrl, newArguments, newType);
    }

    /** Without the arguments, so that no log shows them. */
    @Override
    public String toString() {
        return "Introduction[" + application + "]";
    }
}
