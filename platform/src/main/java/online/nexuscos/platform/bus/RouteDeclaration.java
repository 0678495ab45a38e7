package online.nexuscos.platform.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import online.nexuscos.platform.service.Handler;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Route;
import online.nexuscos.platform.service.WritingHandler;

/**
 * A route as a service declared it.
 *
 * @param <I> record of its input
 * @param <O> record of its output
 */
public final class RouteDeclaration<I, O> implements Route {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> REPEATABLE = Set.of("GET", "PUT", "DELETE");

    private final String method;
    private final String path;

    // Made once: a call compares and hashes it several times.
    private final String id;
    private final List<String> pathNames;
    private final Permission permission;
    private final Class<I> input;
    private final Class<O> output;
    private final Work<I, O> work;
    private String summary = "";
    private int status;
    private boolean secret;
    private Duration patience = PATIENCE;

    /** What answers a route. */
    sealed interface Work<I, O> {
        record Reading<I, O>(Handler<I, O> handler) implements Work<I, O> {}

        record Writing<I, O>(WritingHandler<I, O> handler) implements Work<I, O> {}
    }

    RouteDeclaration(
            String method,
            String path,
            Permission permission,
            Class<I> input,
            Class<O> output,
            Work<I, O> work) {
        this.method = method;
        this.path = path;
        id = method + ' ' + path;
        pathNames = List.copyOf(pathNames(path));
        this.permission = permission;
        this.input = requireRecord(input);
        this.output = requireRecord(output);
        this.work = work;
        this.status = output == Nothing.class ? 204 : 200;
    }

    private static <T> Class<T> requireRecord(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " (expected: a record)");
        }
        return type;
    }

    @Override
    public Route summary(String text) {
        summary = text;
        return this;
    }

    @Override
    public Route creates() {
        status = 201;
        return this;
    }

    @Override
    public Route secret() {
        secret = true;
        return this;
    }

    @Override
    public Route within(Duration time) {
        patience = time;
        return this;
    }

    public String method() {
        return method;
    }

    /** The whole path, with the service's prefix, {@code /api/ledger/accounts/{id}}. */
    public String path() {
        return path;
    }

    /** Names the route among all there are, {@code GET /api/ledger/accounts/{id}}. */
    public String id() {
        return id;
    }

    /** An identifier for programs that are generated, {@code getApiLedgerAccountsId}. */
    public String operation() {
        StringBuilder name = new StringBuilder(method.toLowerCase(Locale.ROOT));
        for (String word : path.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return name.toString();
    }

    /** The names of the path's values, in order. */
    public List<String> pathNames() {
        return pathNames;
    }

    static List<String> pathNames(String path) {
        List<String> names = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }

    public Permission permission() {
        return permission;
    }

    public Class<I> input() {
        return input;
    }

    public Class<O> output() {
        return output;
    }

    public String summary() {
        return summary;
    }

    /** Of an answer that is no problem. */
    public int status() {
        return status;
    }

    public boolean isSecret() {
        return secret;
    }

    public Duration patience() {
        return patience;
    }

    /** Its input comes as a body, not in the address. */
    public boolean takesBody() {
        return !method.equals("GET") && !method.equals("DELETE");
    }

    /** It runs in a transaction, and takes an Idempotency-Key. */
    public boolean isWriting() {
        return work instanceof Work.Writing;
    }

    /** Twice does the same as once. */
    boolean isRepeatable(String idempotencyKey) {
        return REPEATABLE.contains(method) || (isWriting() && !idempotencyKey.isEmpty());
    }

    Work<I, O> work() {
        return work;
    }
}
