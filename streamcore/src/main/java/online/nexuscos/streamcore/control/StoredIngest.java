package online.nexuscos.streamcore.control;

import java.util.Optional;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.sql.Row;
import online.nexuscos.streamcore.pull.PullSettings.When;
import online.nexuscos.streamcore.pull.SourceAddress;

/**
 * How a channel's media comes in, beside by its keys, as a record.
 *
 * @param source where it is fetched: with its secrets, so for nobody to see
 * @param when it is fetched
 * @param passphrase by which those who publish over SRT encrypt; for nobody to see
 */
record StoredIngest(
        String channel, Optional<SourceAddress> source, When when, Optional<String> passphrase) {
    static final String COLUMNS = "i.channel, i.source, i.source_when, i.passphrase";

    private static final String LABEL = "streaming.ingest/";
    private static final String SOURCE = "/source";
    private static final String PASSPHRASE = "/passphrase";

    /** Of a channel that nobody has told. */
    static StoredIngest none(String channel) {
        return new StoredIngest(channel, Optional.empty(), When.ALWAYS, Optional.empty());
    }

    static StoredIngest of(Row row, KeyFile keys) {
        String channel = row.text("channel");
        return new StoredIngest(
                channel,
                opened(row, "source", keys, LABEL + channel + SOURCE).map(SourceAddress::new),
                row.constant("source_when", When.class),
                opened(row, "passphrase", keys, LABEL + channel + PASSPHRASE));
    }

    private static Optional<String> opened(Row row, String column, KeyFile keys, String label) {
        return row.optional(column, byte[].class).map(sealed -> keys.open(sealed, label));
    }

    /** For the database to keep; it opens for this channel alone. */
    Optional<byte[]> sealedSource(KeyFile keys) {
        return source.map(address -> keys.seal(address.url(), LABEL + channel + SOURCE));
    }

    /** As {@link #sealedSource}. */
    Optional<byte[]> sealedPassphrase(KeyFile keys) {
        return passphrase.map(text -> keys.seal(text, LABEL + channel + PASSPHRASE));
    }

    /** Without its secrets, so that no log shows them. */
    @Override
    public String toString() {
        return "StoredIngest[" + channel + "]";
    }
}
