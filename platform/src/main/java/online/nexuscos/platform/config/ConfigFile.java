package online.nexuscos.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration's file, looked at from time to time for what somebody has changed: by its
 * attributes, which works on all file systems, and whether it is written in place or replaced. One
 * thread.
 */
public final class ConfigFile {
    private final Path path;
    private final Map<String, String> environment;
    private Optional<Stamp> seen;
    private Optional<Stamp> settling;

    /** Names a content, short of reading it. */
    private record Stamp(@Nullable Object file, FileTime modified, long bytes) {}

    /** What a look has found. */
    public sealed interface Sight {}

    /** All is as it was, or is still being written. */
    public record Same() implements Sight {}

    /** A new configuration is in effect, as far as it can be. */
    public record Accepted(List<ConfigChange> changes) implements Sight {}

    /**
     * The file cannot be used, and nothing has changed.
     *
     * @param fault one line that names it
     */
    public record Refused(String fault) implements Sight {}

    /** The file that the program was started with, with the environment above it. */
    public ConfigFile(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        path = LoadedConfig.file(environment);
        seen = stamp();
        settling = seen;
    }

    public Path path() {
        return path;
    }

    /** Looks, and has a change accepted once the file has been the same for two looks. */
    public Sight look(CurrentConfig current) {
        Optional<Stamp> now = stamp();
        if (now.equals(seen)) {
            settling = now;
            return new Same();
        }
        if (!now.equals(settling)) {
            settling = now;
            return new Same();
        }
        seen = now;
        if (now.isEmpty()) {
            return new Refused(path + ": is gone");
        }
        try {
            String text = Files.readString(path);
            if (text.isBlank()) {
                // All defaults: who wants that says it at a start. This is a full disk, or a slip.
                return new Refused(path + ": is empty");
            }
            return new Accepted(
                    current.accept(LoadedConfig.parse(path.toString(), text, environment)));
        } catch (IOException e) {
            return new Refused(path + ": cannot be read: " + e);
        } catch (ConfigException e) {
            return new Refused(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Stamp> stamp() {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Stamp(found.fileKey(), found.lastModifiedTime(), found.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
