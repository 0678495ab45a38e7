package online.nexuscos.platform.sql;

/**
 * What was answered to a request that may be sent twice.
 *
 * @param status 200 to 299: failures are not kept, they may end otherwise the next time
 * @param body not copied: nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // the very bytes, which nobody compares
public record Answer(int status, String mediaType, byte[] body) {}
