package online.nexuscos.streamcore.control;

import java.time.Instant;
import java.util.Optional;

/** What somebody who wants to watch a channel hears. */
public sealed interface Admittance {
    /** What viewers read of a channel. */
    record Shown(String title, String description, boolean isPublic) {
        static Shown of(Channel channel) {
            return new Shown(
                    channel.title().isEmpty() ? channel.name() : channel.title(),
                    channel.description(),
                    channel.playback() == Channel.Playback.PUBLIC);
        }
    }

    /**
     * Everybody may watch.
     *
     * @param channel absent where nobody has made one of that name
     */
    record Open(Optional<Shown> channel) implements Admittance {}

    /**
     * Not everybody may, but who asks.
     *
     * @param name of the channel
     * @param pass what signs the paths
     * @param until when they end; whoever still may watch asks again before
     */
    record Granted(Shown channel, String name, String pass, Instant until) implements Admittance {
        /** The playlist of HLS. */
        public String path() {
            return "/live/~" + pass + "/" + name + "/index.m3u8";
        }

        /** Our player; the pass is in the fragment, which no browser sends to anybody. */
        public String page() {
            return "/watch/" + name + "#pass=" + pass;
        }
    }

    /**
     * Who asks may not.
     *
     * @param status 401 where signing in may help, 403 where it does not, 404 where nobody is to
     *     know that there is such a channel
     * @param reason for a person
     */
    record Refused(int status, String reason) implements Admittance {}
}
