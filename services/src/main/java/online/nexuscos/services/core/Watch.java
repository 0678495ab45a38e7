package online.nexuscos.services.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.sql.SqlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again, and tells the topics what has changed. It sees what other nodes wrote, and
 * keeps what it saw last, so that who joins does not wait for the database.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Lines of the audit log in its snapshot; so many in one look, and none is missed. */
    static final int LINES = 100;

    private static final long PAUSE_MS = 1000;

    private final Registry registry;
    private final Optional<CoreOs.Records> records;
    private volatile CountDownLatch over = new CountDownLatch(0);

    private final Topic<Board, Board.Change> boards =
            Topic.of("os.services", Board.class, Board.Change.class, this::board);
    private final Topic<AuditLog.AuditPage, AuditLine> lines =
            Topic.of("os.audit", AuditLog.AuditPage.class, AuditLine.class, this::newest);
    private final Topic<Settings.SettingList, SettingView> flags =
            Topic.of("os.flags", Settings.SettingList.class, SettingView.class, this::settings);

    private volatile Board board = new Board(List.of(), List.of());
    private volatile List<AuditLine> newest = List.of();
    private volatile Settings.SettingList set =
            new Settings.SettingList(
                    DeclaredSetting.ALL.stream().map(SettingView::untouched).toList());

    Watch(Registry registry, Optional<CoreOs.Records> records) {
        this.registry = registry;
        this.records = records;
    }

    Topic<Board, Board.Change> boards() {
        return boards;
    }

    Topic<AuditLog.AuditPage, AuditLine> lines() {
        return lines;
    }

    Topic<Settings.SettingList, SettingView> flags() {
        return flags;
    }

    /** As last seen; the defaults before the first look. */
    Settings.SettingList settings() {
        return set;
    }

    private Board board() {
        return board;
    }

    private AuditLog.AuditPage newest() {
        return new AuditLog.AuditPage(newest, Optional.empty());
    }

    /** Begins to look; again after {@link #stop}. */
    void start() {
        CountDownLatch end = new CountDownLatch(1);
        over = end;
        Thread.ofVirtual().name("core-os-watch").start(() -> run(end));
    }

    void stop() {
        over.countDown();
    }

    private void run(CountDownLatch end) {
        try {
            do {
                look();
            } while (!end.await(PAUSE_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Board seen = registry.board();
        List<Board.Change> changes = board.changesTo(seen);
        board = seen;
        changes.forEach(boards::publish);
        try {
            records.map(CoreOs.Records::settings).ifPresent(this::lookAtSettings);
            records.map(CoreOs.Records::audit).ifPresent(this::lookAtAudit);
        } catch (SqlException e) {
            // The board tells that the store is down.
            LOG.debug("no look at the database", e);
        }
    }

    private void lookAtSettings(Settings settings) {
        List<SettingView> before = set.settings();
        Settings.SettingList seen = settings.list();
        set = seen;
        seen.settings().stream().filter(each -> !before.contains(each)).forEach(flags::publish);
    }

    /** Lines are not committed in the order of their ids, so the last ones are held against all. */
    private void lookAtAudit(AuditLog audit) {
        List<AuditLine> before = newest;
        List<AuditLine> seen = audit.newest(LINES);
        newest = seen;
        if (before.isEmpty()) {
            return;
        }
        Set<Long> known = new HashSet<>();
        before.forEach(line -> known.add(line.id()));
        long oldest = before.getLast().id();
        List<AuditLine> fresh = new ArrayList<>();
        for (AuditLine line : seen) {
            if (line.id() > oldest && !known.contains(line.id())) {
                fresh.add(line);
            }
        }
        fresh.reversed().forEach(lines::publish);
    }
}
