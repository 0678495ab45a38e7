package online.nexuscos.streamcore.pull;

/**
 * What to read.
 *
 * @param address of the source
 * @param reach which addresses may be connected to
 * @param company whether other sources may be read beside it
 */
public record SourceRequest(SourceAddress address, Reach reach, Company company) {
    /** Where a source may lie; names are judged by what they resolve to. */
    public enum Reach {
        /** Addresses that the whole internet can reach. */
        PUBLIC,
        /** All, this machine and its network included. */
        PRIVATE
    }

    /** Who shares a process with a source: what ends the process ends them all. */
    public enum Company {
        SHARED,
        /** Nobody: it may have been this source that ended the last one. */
        ALONE
    }
}
