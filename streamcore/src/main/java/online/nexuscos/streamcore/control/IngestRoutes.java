package online.nexuscos.streamcore.control;

import jakarta.validation.constraints.Size;
import java.util.Optional;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.secret.KeyFile;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Transaction;
import online.nexuscos.streamcore.pull.PullSettings.When;
import online.nexuscos.streamcore.pull.PullStatus;
import online.nexuscos.streamcore.pull.SourceAddress;
import online.nexuscos.streamcore.srt.SrtCall;

/**
 * Where an owner says how a channel's media comes in, beside by its keys. Addresses and passphrases
 * go in, and never out.
 */
final class IngestRoutes {
    private static final String PATH = "/{name}/ingest";

    private final Database database;
    private final ChannelRoutes channels;
    private final KeyFile keys;
    private final Sources sources;

    /** How sources are that this node fetches. */
    @FunctionalInterface
    interface Sources {
        Optional<PullStatus> status(String channel);
    }

    IngestRoutes(Database database, ChannelRoutes channels, KeyFile keys, Sources sources) {
        this.database = database;
        this.channels = channels;
        this.keys = keys;
        this.sources = sources;
    }

    /**
     * What is absent stays; what is empty ends.
     *
     * @param source where the server fetches the channel: of rtmp, rtmps, srt, http, https, rtsp or
     *     rtsps; never shown again
     * @param when it is fetched
     * @param srtPassphrase by which those who publish the channel over SRT must encrypt, 10 to 79
     *     characters; never shown again
     */
    record PutIngest(
            Optional<@Size(max = SourceAddress.MAX_LENGTH) String> source,
            Optional<When> when,
            Optional<@Size(max = SrtCall.MAX_PASSPHRASE) String> srtPassphrase) {}

    /**
     * @param address without what may be a secret
     * @param state as far as this node fetches it
     * @param error why the last try failed
     */
    record SourceView(
            String address, When when, Optional<PullStatus.State> state, Optional<String> error) {}

    /**
     * @param srtEncrypted whether those who publish over SRT must encrypt by the channel's own
     *     passphrase
     */
    record IngestView(Optional<SourceView> source, boolean srtEncrypted) {}

    void declare(Routes routes) {
        routes.get(PATH, ChannelRoutes.OWN, IngestView.class, this::get)
                .summary("How a channel's media comes in, beside by its keys");
        routes.put(PATH, ChannelRoutes.OWN, PutIngest.class, IngestView.class, this::put)
                .summary(
                        "Name a source that the server fetches, or a passphrase for SRT; neither is"
                                + " shown again");
    }

    private IngestView get(Call<Nothing> call) {
        Channel channel = channels.channel(call, new ChannelTable(database));
        return view(
                new IngestTable(database, keys)
                        .find(channel.organisation(), channel.name())
                        .orElseGet(() -> StoredIngest.none(channel.name())));
    }

    private IngestView view(StoredIngest ingest) {
        Optional<PullStatus> status = sources.status(ingest.channel());
        return new IngestView(
                ingest.source()
                        .map(address ->
                                new SourceView(
                                        address.shown(),
                                        ingest.when(),
                                        status.map(PullStatus::state),
                                        status.flatMap(PullStatus::error))),
                ingest.passphrase().isPresent());
    }

    private IngestView put(Call<PutIngest> call, Transaction transaction) {
        PutIngest input = call.input();
        Channel channel = channels.channel(call, new ChannelTable(transaction));
        IngestTable table = new IngestTable(transaction, keys);
        // Two that come at once count one after the other.
        transaction.lock("streaming.ingest/" + channel.organisation());
        StoredIngest before =
                table.find(channel.organisation(), channel.name())
                        .orElseGet(() -> StoredIngest.none(channel.name()));
        StoredIngest after =
                new StoredIngest(
                        channel.name(),
                        input.source().isPresent() ? address(input.source()) : before.source(),
                        input.when().orElse(before.when()),
                        input.srtPassphrase().isPresent()
                                ? passphrase(input.srtPassphrase())
                                : before.passphrase());
        boolean more = before.source().isEmpty() && after.source().isPresent();
        if (more && table.sources(channel.organisation()) >= IngestTable.MAX_SOURCES) {
            throw ProblemException.of(409, "Your organisation names as many sources as it may.");
        }
        table.put(channel.organisation(), after);
        ChannelRoutes.audit(transaction, "ingest.changed", channel.name());
        return view(after);
    }

    private static Optional<SourceAddress> address(Optional<String> input) {
        Optional<String> url = input.map(String::strip).filter(text -> !text.isEmpty());
        Optional<String> fault = url.flatMap(SourceAddress::fault);
        if (fault.isPresent()) {
            throw ProblemException.of(
                    422, "source", "This address cannot be used: " + fault.get() + ".");
        }
        return url.map(SourceAddress::new);
    }

    private static Optional<String> passphrase(Optional<String> input) {
        Optional<String> text = input.filter(given -> !given.isEmpty());
        if (text.isPresent() && text.get().length() < SrtCall.MIN_PASSPHRASE) {
            throw ProblemException.of(
                    422, "srtPassphrase", "A passphrase has 10 to 79 characters.");
        }
        return text;
    }
}
