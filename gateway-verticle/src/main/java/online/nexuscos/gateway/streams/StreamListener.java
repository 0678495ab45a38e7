package online.nexuscos.gateway.streams;

/** Told of streams that come and go. Called on a stream's loop; must not block. */
public interface StreamListener {
    /** Nobody listens. */
    StreamListener NOBODY =
            new StreamListener() {
                @Override
                public void started(String name) {}

                @Override
                public void ended(String name) {}

                @Override
                public void refused(String name, String protocol, String address, String reason) {}
            };

    /** Somebody publishes it. */
    void started(String name);

    /** It is over. */
    void ended(String name);

    /**
     * Somebody may not publish.
     *
     * @param name the stream; empty where none that there is was named
     */
    void refused(String name, String protocol, String address, String reason);
}
