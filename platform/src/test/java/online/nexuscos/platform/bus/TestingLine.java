package online.nexuscos.platform.bus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The far end of a stream, in memory. */
public final class TestingLine implements StreamLine {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayInputStream body;
    private final List<Answer.Header> headers = new ArrayList<>();
    private final CompletableFuture<String> over = new CompletableFuture<>();
    private final long breaksAfter;
    private int status;

    public TestingLine() {
        this("", Long.MAX_VALUE);
    }

    /**
     * @param breaksAfter bytes were sent
     */
    public TestingLine(String body, long breaksAfter) {
        this.body = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        this.breaksAfter = breaksAfter;
    }

    /** Waits until it is answered, ended or aborted; says which. */
    public String over() throws Exception {
        return over.get(20, TimeUnit.SECONDS);
    }

    public String text() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    public int status() {
        return status;
    }

    /** The value of a header of the answer; empty where it has none. */
    public String header(String name) {
        return headers.stream()
                .filter(each -> each.name().equals(name))
                .map(Answer.Header::value)
                .findFirst()
                .orElse("");
    }

    @Override
    public void answer(Answer answer) {
        status = answer.status();
        headers.addAll(answer.head().headers());
        sent.writeBytes(answer.body().getBytes());
        over.complete("answered");
    }

    @Override
    public void begin(Answer.Head head, String mediaType) {
        status = head.status();
        headers.addAll(head.headers());
        headers.add(new Answer.Header("content-type", mediaType));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws LineException {
        if (sent.size() + length > breaksAfter) {
            throw new LineException(LineException.Cause.GONE, "the receiver went away");
        }
        sent.write(bytes, from, length);
    }

    @Override
    public void end() {
        over.complete("ended");
    }

    @Override
    public void abort() {
        over.complete("aborted");
    }

    @Override
    public int read(byte[] into, int from, int length) {
        return body.read(into, from, length);
    }
}
