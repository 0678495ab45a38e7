package online.nexuscos.services.core;

import static online.nexuscos.platform.service.Permission.PUBLIC;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import online.nexuscos.platform.bus.ServiceBus;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.store.StoreHealth;
import online.nexuscos.services.core.webhook.Webhooks;

/**
 * Tells of every service in the catalogue, built or planned, of modules and stores, and of who did
 * what; keeps settings and feature flags.
 */
public final class CoreOs implements Service {
    /** How the platform does, and what is set. */
    private static final Permission OS_READ = Permission.of("os:read");

    private static final Permission OS_WRITE = Permission.of("os:write");
    private static final Permission AUDIT_READ = Permission.of("audit:read");

    private final Registry registry;
    private final Supplier<List<PublishDoor>> publishing;
    private final Optional<Records> records;
    private final Optional<Webhooks> webhooks;
    private final Watch watch;

    /** What stands in the database. */
    record Records(Settings settings, AuditLog audit) {}

    /**
     * A registry of that bus.
     *
     * @param doors names of the services whose own ports are open
     * @param stores how each is; may wait a second
     * @param publishing where broadcasters publish
     * @param database of settings and the audit log; without one there are none
     * @param webhooks whom to tell of events; without a database there are none
     */
    public CoreOs(
            ServiceBus bus,
            Supplier<Set<String>> doors,
            Supplier<List<StoreHealth>> stores,
            Supplier<List<PublishDoor>> publishing,
            Optional<Database> database,
            Optional<Webhooks> webhooks) {
        this.webhooks = webhooks;
        registry = new Registry(bus, doors, stores);
        this.publishing = publishing;
        records = database.map(found -> new Records(new Settings(found), new AuditLog(found)));
        watch = new Watch(registry, records);
    }

    record ServiceList(List<Board.ServiceRow> services) {}

    record ModuleList(List<Board.ModuleRow> modules) {}

    /** What pages need of a setting. */
    record SiteValue(String name, String value) {}

    /**
     * @param accounts whether there are any, so that pages need not ask for one
     * @param publishing where broadcasters publish, the best first
     */
    record Site(boolean accounts, List<SiteValue> settings, List<PublishDoor> publishing) {}

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("core-os");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/services", PUBLIC, ServiceList.class, call -> services())
                .summary("All services of the platform: up, down or planned, and their doors");
        routes.get("/modules", PUBLIC, ModuleList.class, call -> new ModuleList(registry.modules()))
                .summary("All modules of the platform, with their services");
        routes.get("/board", OS_READ, Board.class, call -> registry.board())
                .summary("All services and stores, and why one is down");
        routes.get("/site", PUBLIC, Site.class, call -> site())
                .summary("What pages need to know before anybody signs in");
        routes.topic(OS_READ, watch.boards());
        records.ifPresent(found -> declare(routes, found));
        webhooks.ifPresent(found -> found.declare(routes));
    }

    private void declare(Routes routes, Records found) {
        routes.get(
                        "/audit",
                        AUDIT_READ,
                        AuditLog.Asked.class,
                        AuditLog.AuditPage.class,
                        found.audit()::page)
                .summary("Who did what, the newest first");
        routes.download(
                        "/audit.jsonl",
                        AUDIT_READ,
                        AuditLog.Filter.class,
                        "application/jsonl",
                        found.audit()::export)
                .summary("Who did what, all of it as a file");
        routes.get(
                        "/settings",
                        OS_READ,
                        Settings.SettingList.class,
                        call -> found.settings().list())
                .summary("Settings and feature flags");
        routes.put(
                        "/settings/{name}",
                        OS_WRITE,
                        Settings.SetValue.class,
                        SettingView.class,
                        found.settings()::set)
                .summary("Set a setting or feature flag");
        routes.delete(
                        "/settings/{name}",
                        OS_WRITE,
                        Nothing.class,
                        SettingView.class,
                        found.settings()::reset)
                .summary("Put a setting back to its default");
        routes.topic(OS_READ, watch.flags());
        routes.topic(AUDIT_READ, watch.lines());
        routes.publishes(Settings.SettingChanged.class);
    }

    private ServiceList services() {
        return new ServiceList(
                registry.services().stream().map(Board.ServiceRow::withoutDetail).toList());
    }

    private Site site() {
        return new Site(
                records.isPresent(),
                watch.settings().settings().stream()
                        .map(each -> new SiteValue(each.name(), each.value()))
                        .toList(),
                publishing.get());
    }

    @Override
    public void start() {
        watch.start();
        webhooks.ifPresent(Webhooks::start);
    }

    @Override
    public void stop() {
        webhooks.ifPresent(Webhooks::stop);
        watch.stop();
    }
}
