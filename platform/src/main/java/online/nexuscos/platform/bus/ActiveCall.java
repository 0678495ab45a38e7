package online.nexuscos.platform.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Origin;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.service.Reply;
import online.nexuscos.platform.service.Trace;
import org.jspecify.annotations.Nullable;

/** A call as its handler sees it. */
final class ActiveCall<I> implements Call<I>, Reply {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final int MAX_HEADERS = 32;
    private static final int MAX_VALUE = 8192;

    /** Set by the gateway alone. */
    private static final Set<String> RESERVED =
            Set.of(
                    "content-length",
                    "content-type",
                    "transfer-encoding",
                    "connection",
                    "date",
                    "set-cookie",
                    "x-request-id");

    private final Request.Head head;
    private final I input;
    private final Principal principal;
    private @Nullable Trace trace;
    private final List<Answer.Header> headers = new ArrayList<>();
    private int status;

    ActiveCall(Request.Head head, I input, Principal principal, int status) {
        this.head = head;
        this.input = input;
        this.principal = principal;
        this.status = status;
    }

    @Override
    public I input() {
        return input;
    }

    @Override
    public String path(String name) {
        String value = head.path().get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": not in " + head.route());
        }
        return value;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String requestId() {
        return head.requestId();
    }

    @Override
    public Trace trace() {
        Trace known = trace;
        if (known == null) {
            // Few handlers ask.
            known = Trace.parse(head.trace()).orElseGet(Trace::begin);
            trace = known;
        }
        return known;
    }

    @Override
    public Optional<String> idempotencyKey() {
        return Optional.of(head.idempotencyKey()).filter(key -> !key.isEmpty());
    }

    @Override
    public Origin origin() {
        return head.origin();
    }

    @Override
    public Reply reply() {
        return this;
    }

    @Override
    public Reply status(int code) {
        if (code != 303 && code != 304 && (code < 200 || code > 299)) {
            throw new IllegalArgumentException(
                    "status: " + code + " (expected: 200 to 299, 303, 304)");
        }
        status = code;
        return this;
    }

    @Override
    public Reply header(String name, String value) {
        if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
            throw new IllegalArgumentException(name + ": not a header of a service's");
        }
        return add(name, value);
    }

    @Override
    public Reply cookie(String cookie) {
        return add("set-cookie", cookie);
    }

    private Reply add(String name, String value) {
        boolean clean = value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (!clean || value.length() > MAX_VALUE || headers.size() == MAX_HEADERS) {
            throw new IllegalArgumentException(name + ": another form (expected: printable ASCII)");
        }
        headers.add(new Answer.Header(name, value));
        return this;
    }

    int status() {
        return status;
    }

    List<Answer.Header> headers() {
        return headers;
    }
}
