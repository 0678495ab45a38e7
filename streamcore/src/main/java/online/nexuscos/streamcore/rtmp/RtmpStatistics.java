package online.nexuscos.streamcore.rtmp;

/**
 * What an RTMP server has seen since it began to listen.
 *
 * @param connections open now
 * @param accepted ever
 * @param turnedAway closed at once because a limit was reached
 * @param oneTooMany refused with a reason because their address had too many connections
 * @param strangers closed before they had finished a handshake
 * @param published publications that began
 * @param played players who asked for a stream
 * @param refused connections that ended after the handshake without either
 * @param faults audio and video messages that were dropped because something was wrong with them
 * @param bytesReceived of connections that have ended
 */
public record RtmpStatistics(
        long connections,
        long accepted,
        long turnedAway,
        long oneTooMany,
        long strangers,
        long published,
        long played,
        long refused,
        long faults,
        long bytesReceived) {}
