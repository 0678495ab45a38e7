package online.nexuscos.platform.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stream key of each channel: the configured one, or one that was generated at the first start
 * and is kept in the data folder, for the program's user alone to read.
 */
public final class StreamKeys {
    private static final String FILE = "stream-keys.yaml";
    private static final String HEADER =
            """
            # Stream keys by channel, generated for channels without a key of their own.
            # Remove a line to have a new key generated when the configuration is next loaded.
            """;
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** 142 bits: nobody guesses it, and it can be typed. */
    private static final int LENGTH = 24;

    private final Path file;
    private final Map<String, String> keys;
    private final Set<String> generated;

    private StreamKeys(Path file, Map<String, String> keys, Set<String> generated) {
        this.file = file;
        this.keys = Collections.unmodifiableMap(keys);
        this.generated = Set.copyOf(generated);
    }

    /** The keys there are; a channel whose key is yet to be generated has none. */
    public static StreamKeys read(NexusConfig config) throws ConfigException {
        Path file = config.data().dir().resolve(FILE);
        Map<String, String> kept = kept(file);
        return new StreamKeys(file, choose(config, kept), Set.of());
    }

    /** The keys of all channels; those that were missing are generated and written. */
    public static StreamKeys readOrGenerate(NexusConfig config)
            throws ConfigException, IOException {
        return readOrGenerate(config, config.data().dir());
    }

    static StreamKeys readOrGenerate(NexusConfig config, Path folder)
            throws ConfigException, IOException {
        Path file = folder.resolve(FILE);
        Map<String, String> kept = kept(file);
        Set<String> missing = new HashSet<>(config.channels().keySet());
        missing.removeAll(choose(config, kept).keySet());
        if (!missing.isEmpty()) {
            SecureRandom random = new SecureRandom();
            missing.forEach(name -> kept.put(name, generate(random)));
            write(file, kept);
        }
        return new StreamKeys(file, choose(config, kept), missing);
    }

    /** Channel names and their keys, in the order of the configuration. */
    public Map<String, String> keys() {
        return keys;
    }

    public Optional<String> key(String channel) {
        return Optional.ofNullable(keys.get(channel));
    }

    /** Names of the channels whose key is new since this start. */
    public Set<String> generated() {
        return generated;
    }

    /** Where generated keys are kept. */
    public Path file() {
        return file;
    }

    private static Map<String, String> choose(NexusConfig config, Map<String, String> kept) {
        Map<String, String> chosen = new LinkedHashMap<>();
        config.channels()
                .forEach((name, channel) -> {
                    String key = channel.key().orElse(kept.getOrDefault(name, ""));
                    if (!key.isEmpty()) {
                        chosen.put(name, key);
                    }
                });
        return chosen;
    }

    /** Includes channels that the configuration names no more: they may come back. */
    private static Map<String, String> kept(Path file) throws ConfigException {
        Map<String, String> kept = new TreeMap<>();
        if (!Files.exists(file)) {
            return kept;
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e);
        }
        @Nullable Object tree = Yaml.parse(file.toString(), text);
        if (tree != null && !(tree instanceof Map)) {
            throw new ConfigException(file + ": no mapping (expected: channel: key)");
        }
        Map<?, ?> entries = tree == null ? Map.of() : (Map<?, ?>) tree;
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (!(entry.getKey() instanceof String name)
                    || !(entry.getValue() instanceof String key)
                    || !ChannelConfig.KEY.matcher(key).matches()) {
                throw new ConfigException(
                        file + ": entry " + entry.getKey() + " (expected: channel: key)");
            }
            kept.put(name, key);
        }
        return kept;
    }

    private static String generate(SecureRandom random) {
        StringBuilder key = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return key.toString();
    }

    /** The file is the old one or the new one, never a piece of it, whenever power is lost. */
    private static void write(Path file, Map<String, String> keys) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        keys.forEach((name, key) ->
                text.append('"').append(name).append("\": \"").append(key).append("\"\n"));
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + ": no folder");
        }
        Files.createDirectories(folder);
        Path temporary =
                Files.createTempFile(
                        folder,
                        FILE,
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "StreamKeys" + keys.keySet();
    }
}
