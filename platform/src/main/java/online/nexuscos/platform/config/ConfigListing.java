package online.nexuscos.platform.config;

import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Writes settings as YAML, each that is no default with a comment where it came from. */
public final class ConfigListing {
    private static final Dump TEXT =
            new Dump(
                    DumpSettings.builder()
                            .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
                            .setSplitLines(false)
                            .build());

    private ConfigListing() {}

    /** As below, beside a server that may run with the same data folder. */
    public static String of(LoadedConfig loaded) {
        return of(loaded.settings(), RunningConfig.read(loaded.config().data().dir()));
    }

    static String of(List<Setting> settings) {
        return of(settings, Map.of());
    }

    /**
     * @param running what the running server has in effect, by path; a setting that is not among
     *     them, or is the same, gets no further comment
     */
    static String of(List<Setting> settings, Map<String, String> running) {
        StringBuilder out = new StringBuilder();
        String[] open = {};
        for (Setting setting : settings) {
            String[] path = setting.path().split("\\.", -1);
            int shared = shared(open, path);
            for (int depth = shared; depth < path.length; depth++) {
                out.append("  ".repeat(depth)).append(path[depth]).append(':');
                if (depth < path.length - 1) {
                    out.append('\n');
                }
            }
            out.append(' ').append(scalar(setting.value()));
            if (!setting.origin().isDefault()) {
                out.append("  # ").append(setting.origin().name());
            }
            String other = running.get(setting.path());
            if (other != null && !other.equals(setting.value().toString())) {
                out.append(setting.origin().isDefault() ? "  # " : "; ")
                        .append("the running server has ")
                        .append(other)
                        .append(" until a restart");
            }
            out.append('\n');
            open = path;
        }
        return out.toString();
    }

    private static int shared(String[] open, String[] path) {
        int depth = 0;
        while (depth < path.length - 1
                && depth < open.length - 1
                && path[depth].equals(open[depth])) {
            depth++;
        }
        return depth;
    }

    private static String scalar(Object value) {
        return value instanceof String || value instanceof Masked
                ? TEXT.dumpToString(value.toString()).strip()
                : String.valueOf(value);
    }
}
