package online.nexuscos.streamcore.hls;

/** Who may watch what. Asked on the viewer's event loop for each request, and must not wait. */
@FunctionalInterface
public interface Viewing {
    /** Everybody watches everything. */
    Viewing OPEN = (stream, pass) -> true;

    /**
     * Whether somebody may watch.
     *
     * @param pass what the address carries between {@code /live/~} and the stream's name; empty
     *     where it carries nothing
     */
    boolean admits(String stream, String pass);
}
