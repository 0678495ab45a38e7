package online.nexuscos.platform.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A stream that somebody may publish.
 *
 * @param title what viewers read; empty where the name will do
 * @param description empty where there is none
 * @param key the stream key; where absent, {@link StreamKeys} generates one
 * @param source where its media is fetched; without an address, somebody publishes it
 * @param targets servers that it goes to, too, by name, in the order of the file
 * @param alwaysOn it goes on with a slate while nobody publishes
 * @param slate a picture or clip for that; absent for our own
 */
public record ChannelConfig(
        String title,
        String description,
        Optional<String> key,
        SourceConfig source,
        Map<String, TargetConfig> targets,
        boolean alwaysOn,
        Optional<Path> slate) {
    /** What a channel may be called. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Names of our own routes, which would hide a channel of that name. */
    public static final Set<String> RESERVED = Set.of("channels", "events");

    static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{8,128}");
    private static final int MAX_TITLE = 200;
    private static final int MAX_DESCRIPTION = 2000;
    private static final int MAX_PATH = 4096;

    public ChannelConfig {
        targets = Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }

    /** A channel that ends when its publisher does. */
    public ChannelConfig(
            String title,
            String description,
            Optional<String> key,
            SourceConfig source,
            Map<String, TargetConfig> targets) {
        this(title, description, key, source, targets, false, Optional.empty());
    }

    static ChannelConfig read(ConfigSection section) throws ConfigException {
        return new ChannelConfig(
                section.text("title", "", 0, MAX_TITLE),
                section.text("description", "", 0, MAX_DESCRIPTION),
                section.secret("key", KEY),
                section.section("source", SourceConfig::read),
                section.sections(
                        "targets", TargetConfig.NAME, TargetConfig.MAX_TARGETS, TargetConfig::read),
                section.bool("alwaysOn", false),
                slate(section));
    }

    private static Optional<Path> slate(ConfigSection section) throws ConfigException {
        String text = section.text("slate", "", 0, MAX_PATH);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new ConfigException("channels: slate: " + text + " (expected: a path)");
        }
    }

    /** Without the key, so that no log shows it. */
    @Override
    public String toString() {
        return "ChannelConfig[title=" + title + "]";
    }
}
