package online.nexuscos.streamcore.srt;

import java.util.Optional;
import online.nexuscos.streamcore.srt.packet.Handshake;
import online.nexuscos.streamcore.srt.packet.Handshake.Settings;
import online.nexuscos.streamcore.srt.packet.KeyMaterial;

/**
 * The caller's side of a handshake (draft-sharabayko-srt-01, 4.3.1): asks for a cookie, brings it
 * back with what is wanted, and reads the answer. Pure: who sends repeats {@link #said} until there
 * is an answer.
 */
final class CallerHandshake {
    /** What comes of an answer. */
    sealed interface Step {
        /** Nothing: it is late, or none of this call. */
        record Ignored() implements Step {}

        /** There is something new to say. */
        record Said() implements Step {}

        /**
         * The listener agrees.
         *
         * @param latencyMs for which it waits for lost packets
         * @param window packets that it has room for
         */
        record Agreed(int socketId, int latencyMs, int window) implements Step {}

        /** It does not, for as long as nothing changes. */
        record Refused(String reason) implements Step {}

        /** It does not now. */
        record Busy(String reason) implements Step {}
    }

    private static final int DATAGRAM = 2;

    private final SrtCall call;
    private final int socketId;
    private final int firstSequence;
    private final Optional<KeyMaterial> keys;
    private Handshake said;

    /**
     * @param socketId our own, not 0
     * @param keys there where the call has a passphrase
     */
    CallerHandshake(SrtCall call, int socketId, int firstSequence, Optional<KeyMaterial> keys) {
        this.call = call;
        this.socketId = socketId;
        this.firstSequence = firstSequence;
        this.keys = keys;
        this.said = induction();
    }

    /** What is to be said until it is answered. */
    Handshake said() {
        return said;
    }

    private Handshake induction() {
        return new Handshake(
                Handshake.VERSION_4,
                0,
                DATAGRAM,
                firstSequence,
                SrtHandshakes.MTU,
                SendWindow.SIZE,
                Handshake.INDUCTION,
                socketId,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Handshake conclusion(int cookie) {
        Optional<byte[]> material =
                keys.flatMap(all -> call.passphrase().map(passphrase -> all.wrap(passphrase)));
        return new Handshake(
                Handshake.VERSION_5,
                material.isPresent() ? call.keyLength() / 8 : 0,
                Handshake.HAS_SETTINGS
                        | (material.isPresent() ? Handshake.HAS_KEYS : 0)
                        | (call.streamId().isEmpty() ? 0 : Handshake.HAS_STREAM),
                firstSequence,
                SrtHandshakes.MTU,
                SendWindow.SIZE,
                Handshake.CONCLUSION,
                socketId,
                cookie,
                Optional.of(
                        new Settings(
                                SrtHandshakes.LIBRARY_VERSION,
                                SrtHandshakes.FLAGS,
                                call.latencyMs(),
                                call.latencyMs())),
                material,
                Optional.of(call.streamId()));
    }

    /** Reads what the listener says. */
    Step answered(Handshake answer) {
        if (answer.type() >= Handshake.REJECTION) {
            return refused(answer.type() - Handshake.REJECTION);
        }
        return switch (said.type()) {
            case Handshake.INDUCTION -> inducted(answer);
            default -> concluded(answer);
        };
    }

    private Step inducted(Handshake answer) {
        if (answer.type() != Handshake.INDUCTION) {
            return new Step.Ignored();
        }
        if (answer.version() < Handshake.VERSION_5 || answer.extension() != Handshake.MAGIC) {
            return new Step.Refused("its SRT is older than 1.3");
        }
        said = conclusion(answer.cookie());
        return new Step.Said();
    }

    private Step concluded(Handshake answer) {
        if (answer.type() != Handshake.CONCLUSION) {
            return new Step.Ignored();
        }
        if (answer.settings().isEmpty() || answer.socketId() == 0) {
            return new Step.Refused("it does not agree to live mode");
        }
        // A status of one word in place of the key says that it cannot be used.
        boolean keyTaken =
                answer.keyMaterial().map(material -> material.length > Integer.BYTES).orElse(false);
        if (keys.isPresent() && !keyTaken) {
            return new Step.Refused("it does not decrypt by this passphrase");
        }
        int latencyMs = Math.max(call.latencyMs(), answer.settings().get().receiverDelayMs());
        return new Step.Agreed(answer.socketId(), latencyMs, answer.window());
    }

    private static Step refused(int code) {
        return switch (code) {
            case 1, 2, 3, 5, 7, 16 -> new Step.Busy("it takes no callers now (code " + code + ")");
            case 8 -> new Step.Refused("it wants another version of SRT (code 8)");
            case 10 -> new Step.Refused("it has another passphrase (code 10)");
            case 11 -> new Step.Refused("one side encrypts and the other does not (code 11)");
            case 12, 13, 14, 15 -> new Step.Refused("it is not in live mode (code " + code + ")");
            case 1401, 1403 ->
                    new Step.Refused("the stream id is not accepted (code " + code + ")");
            case 1402 -> new Step.Busy("it is overloaded (code 1402)");
            case 1404 -> new Step.Refused("it does not know the stream (code 1404)");
            case 1409 -> new Step.Refused("somebody publishes there already (code 1409)");
            default -> new Step.Refused("it refuses (code " + code + ")");
        };
    }
}
