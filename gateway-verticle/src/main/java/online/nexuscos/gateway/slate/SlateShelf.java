package online.nexuscos.gateway.slate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import online.nexuscos.streamcore.hub.Slates;
import online.nexuscos.streamcore.media.MediaException;
import online.nexuscos.streamcore.slate.SlateClip;
import online.nexuscos.streamcore.slate.SlateFile;
import online.nexuscos.streamcore.slate.SlateForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slates of all channels that are always on. Each is encoded once, one at a time, and kept as a
 * file; what is asked for again and again is in memory. Nobody who asks waits.
 */
public final class SlateShelf implements Slates, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SlateShelf.class);

    /** Clips in memory; those that were asked for longest ago go. A still one has 100 KB or so. */
    static final int MAX_CLIPS = 512;

    /** Files that are kept. */
    static final int MAX_FILES = 1000;

    /** Slates that wait to be made; more are asked for again later. */
    static final int MAX_WAITING = 256;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final ConcurrentMap<String, SlateContent> channels = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, SlateClip> shown = new ConcurrentHashMap<>();
    private final LongAdder made = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(
                    0,
                    1,
                    1,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MAX_WAITING),
                    Thread.ofPlatform().name("slate").daemon().factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    private record Key(SlateContent content, SlateForm form) {}

    private enum State {
        NEW,
        WAITING,
        READY,
        FAILED
    }

    /** A clip and how far it is. */
    private static final class Entry {
        private State state = State.NEW;
        private Optional<SlateClip> clip = Optional.empty();
        private long failedNanos;
        private volatile long askedNanos = System.nanoTime();
    }

    /**
     * @param folder where the files are kept
     */
    public SlateShelf(Path folder) {
        this.folder = folder;
    }

    /** From now on these are always on; asks for the slates that are new among them. */
    public void setChannels(Map<String, SlateSpecification> alwaysOn) {
        channels.keySet().retainAll(alwaysOn.keySet());
        shown.keySet().retainAll(alwaysOn.keySet());
        alwaysOn.forEach((name, specification) -> channels.put(name, content(name, specification)));
    }

    private static SlateContent content(String name, SlateSpecification specification) {
        if (specification.file().isPresent()) {
            try {
                return SlateContent.Media.of(specification.file().get());
            } catch (SlateException e) {
                LOG.error("the slate of {}: {}; our own is shown", name, e.getMessage());
            }
        }
        return new SlateContent.Branded(specification.title());
    }

    @Override
    public boolean isAlwaysOn(String stream) {
        return channels.containsKey(stream);
    }

    @Override
    public Optional<SlateClip> clip(String stream, SlateForm form) {
        SlateContent content = channels.get(stream);
        if (content == null) {
            return Optional.empty();
        }
        Optional<SlateClip> found = ready(content, form.whole());
        found.ifPresent(clip -> shown.put(stream, clip));
        return found.or(() -> Optional.ofNullable(shown.get(stream)))
                .or(() -> ready(content, SlateForm.DEFAULT));
    }

    private Optional<SlateClip> ready(SlateContent content, SlateForm form) {
        Key key = new Key(content, form);
        Entry entry = entries.computeIfAbsent(key, _ -> new Entry());
        long now = System.nanoTime();
        entry.askedNanos = now;
        synchronized (entry) {
            boolean again = entry.state == State.FAILED && now - entry.failedNanos > RETRY_NANOS;
            if (entry.state == State.NEW || again) {
                // One that does not come to its turn is asked for again.
                if (worker.getQueue().remainingCapacity() > 0) {
                    entry.state = State.WAITING;
                    worker.execute(() -> make(key, entry));
                }
            }
            return entry.clip;
        }
    }

    private void make(Key key, Entry entry) {
        SlateContent content = key.content();
        Path file = folder.resolve(content.id() + "-" + key.form().text() + ".flv");
        try {
            if (!Files.exists(file)) {
                long begun = System.nanoTime();
                SlateProcess.encode(content, key.form(), file);
                LOG.info(
                        "made a slate of {} in {} ms",
                        key.form().text(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                prune();
            }
            if (Files.size(file) > SlateFile.MAX_BYTES) {
                throw new SlateException("the encoded slate is larger than it may be");
            }
            SlateClip clip = SlateFile.read(Files.readAllBytes(file), key.form().frameRate());
            made.increment();
            become(entry, State.READY, Optional.of(clip));
            forget();
        } catch (SlateException e) {
            fail(content, entry, String.valueOf(e.getMessage()));
        } catch (IOException | MediaException e) {
            fail(content, entry, "the encoded slate cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(SlateContent content, Entry entry, String reason) {
        failed.increment();
        String what =
                switch (content) {
                    case SlateContent.Branded(String title) -> "the slate for \"" + title + '"';
                    case SlateContent.Media media -> media.file().toString();
                };
        LOG.error("{}: {}", what, reason);
        become(entry, State.FAILED, Optional.empty());
        if (content instanceof SlateContent.Media media) {
            // A bad file must not take the channel off.
            channels.replaceAll(
                    (name, known) -> known.equals(media) ? new SlateContent.Branded(name) : known);
        }
    }

    private static void become(Entry entry, State state, Optional<SlateClip> clip) {
        synchronized (entry) {
            entry.state = state;
            entry.clip = clip;
            entry.failedNanos = System.nanoTime();
        }
    }

    private void forget() {
        while (entries.size() > MAX_CLIPS) {
            long now = System.nanoTime();
            entries.entrySet().stream()
                    .max(Comparator.comparingLong(each -> now - each.getValue().askedNanos))
                    .ifPresent(oldest -> entries.remove(oldest.getKey(), oldest.getValue()));
        }
    }

    /** Keeps the newest files. */
    private void prune() throws IOException {
        List<Path> files = new ArrayList<>();
        try (var found = Files.list(folder)) {
            found.filter(each -> each.toString().endsWith(".flv")).forEach(files::add);
        }
        if (files.size() > MAX_FILES) {
            files.sort(Comparator.comparingLong(each -> each.toFile().lastModified()));
            for (Path old : files.subList(0, files.size() - MAX_FILES)) {
                Files.deleteIfExists(old);
            }
        }
    }

    /** Slates that were made or read since the start. */
    public long made() {
        return made.sum();
    }

    /** Slates that could not be made. */
    public long failed() {
        return failed.sum();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
