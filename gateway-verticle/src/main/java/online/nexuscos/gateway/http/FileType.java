package online.nexuscos.gateway.http;

import java.util.Map;
import java.util.Optional;

/** What kind of file a page needs, by the ending of its name. */
enum FileType {
    HTML("text/html; charset=utf-8", true),
    JS("text/javascript; charset=utf-8", true),
    CSS("text/css; charset=utf-8", true),
    SVG("image/svg+xml", true),
    JSON("application/json", true),
    WEBMANIFEST("application/manifest+json", true),
    TXT("text/plain; charset=utf-8", true),
    WOFF2("font/woff2", false),
    WOFF("font/woff", false),
    PNG("image/png", false),
    JPG("image/jpeg", false),
    WEBP("image/webp", false),
    AVIF("image/avif", false),
    ICO("image/x-icon", false),
    MP4("video/mp4", false);

    private static final Map<String, FileType> BY_ENDING =
            Map.ofEntries(
                    Map.entry("html", HTML),
                    Map.entry("js", JS),
                    Map.entry("css", CSS),
                    Map.entry("svg", SVG),
                    Map.entry("json", JSON),
                    Map.entry("webmanifest", WEBMANIFEST),
                    Map.entry("txt", TXT),
                    Map.entry("woff2", WOFF2),
                    Map.entry("woff", WOFF),
                    Map.entry("png", PNG),
                    Map.entry("jpg", JPG),
                    Map.entry("webp", WEBP),
                    Map.entry("avif", AVIF),
                    Map.entry("ico", ICO),
                    Map.entry("mp4", MP4));

    private final String text;
    private final boolean compressible;

    FileType(String text, boolean compressible) {
        this.text = text;
        this.compressible = compressible;
    }

    /** Empty where nothing of the kind is served. */
    static Optional<FileType> ofFile(String name) {
        return Optional.ofNullable(BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    /** As the Content-Type header has it. */
    String text() {
        return text;
    }

    /** Worth the work: the others are compressed already. */
    boolean isCompressible() {
        return compressible;
    }
}
