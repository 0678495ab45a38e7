package online.nexuscos.streamcore.pull;

/** Where a channel's media comes from, and when it is fetched. */
public record PullSettings(SourceAddress address, When when, SourceRequest.Reach reach) {
    /** When a source is fetched. */
    public enum When {
        ALWAYS,
        /** While somebody watches; the first viewer waits for it. */
        WATCHED
    }
}
