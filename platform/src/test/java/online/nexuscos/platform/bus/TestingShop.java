package online.nexuscos.platform.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.realtime.Topic;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Nothing;
import online.nexuscos.platform.service.Permission;
import online.nexuscos.platform.service.Routes;
import online.nexuscos.platform.service.Service;
import online.nexuscos.platform.service.ServiceInfo;
import online.nexuscos.platform.sql.Event;

/** A service with one of everything, under a name of the catalogue. */
final class TestingShop implements Service {
    static final Permission WRITE = Permission.of("shop:write");

    final CyclicBarrier pair = new CyclicBarrier(2);
    final BlockingQueue<ItemAdded> heard = new LinkedBlockingQueue<>();
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    final Topic<Stock, ItemAdded> topic =
            Topic.of("shop", Stock.class, ItemAdded.class, () -> new Stock(calls.get()));

    /** A start lasts until this is open. */
    volatile CountDownLatch opening = new CountDownLatch(0);

    final AtomicInteger failingStarts = new AtomicInteger();

    enum Colour {
        @JsonProperty("red")
        RED,
        @JsonProperty("dark-blue")
        DARK_BLUE
    }

    record Size2(@Min(1) int width, @Max(9) int height) {}

    record Item(
            @NotBlank @Size(max = 10) String name,
            @Min(1) long amount,
            Optional<Colour> colour,
            List<@Valid Size2> sizes) {}

    record Search(@Size(max = 5) Optional<String> text, @Max(100) Optional<Integer> limit) {}

    record Found(String text, int limit, String id) {}

    record Numbered(@Pattern(regexp = "[0-9]+") String id, Optional<Boolean> full) {}

    record Stock(int calls) {}

    record ItemAdded(String name) implements Event {
        @Override
        public String key() {
            return name;
        }
    }

    @Override
    public ServiceInfo info() {
        return ServiceInfo.named("product-catalog");
    }

    @Override
    public void routes(Routes routes) {
        routes.get("", Permission.PUBLIC, Search.class, Found.class, this::search)
                .summary("Searches");
        routes.get("/{id}", Permission.PUBLIC, Numbered.class, Found.class, this::find)
                .summary("Finds one");
        routes.post("", WRITE, Item.class, Item.class, this::echo).creates().summary("Adds one");
        routes.post("/pair", Permission.PUBLIC, Nothing.class, Nothing.class, this::meet)
                .summary("Waits for another");
        routes.post("/fault", Permission.PUBLIC, Nothing.class, Nothing.class, this::fault)
                .summary("Fails");
        routes.post("/crash", Permission.PUBLIC, Nothing.class, Nothing.class, this::crash)
                .summary("Crashes");
        routes.post("/hang", Permission.PUBLIC, Nothing.class, Nothing.class, this::hang)
                .within(Duration.ofMillis(300))
                .summary("Does not answer");
        routes.download("/{id}/bytes", Permission.PUBLIC, Numbered.class, "text/plain", this::send)
                .upTo(1_000_000)
                .within(Duration.ofMillis(500))
                .summary("Sends so many bytes");
        routes.upload("/count", WRITE, Nothing.class, "*/*", Counted.class, this::count)
                .upTo(200_000)
                .summary("Counts bytes");
        routes.follow("/events", Permission.PUBLIC, topic).summary("Tells what is added");
        routes.topic(Permission.PUBLIC, topic);
        routes.publishes(ItemAdded.class);
        routes.subscribes(ItemAdded.class, heard::add);
    }

    @Override
    public void start() throws InterruptedException {
        starts.incrementAndGet();
        opening.await();
        if (failingStarts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("not yet");
        }
    }

    private Found search(Call<Search> call) {
        calls.incrementAndGet();
        return new Found(
                call.input().text().orElse(""), call.input().limit().orElse(-1), call.requestId());
    }

    private Found find(Call<Numbered> call) {
        if (call.input().id().equals("404")) {
            throw ProblemException.of(404, "There is no such item.");
        }
        return new Found(call.path("id"), 0, call.trace().traceId());
    }

    record Counted(long bytes) {}

    private void send(Call<Numbered> call, OutputStream to) throws Exception {
        if (call.input().id().equals("404")) {
            throw ProblemException.of(404, "There is no such item.");
        }
        if (call.input().id().equals("999")) {
            new java.util.concurrent.CountDownLatch(1).await();
        }
        call.reply().header("content-disposition", "attachment");
        int left = Integer.parseInt(call.input().id());
        for (int i = 0; i < left; i += 1000) {
            to.write("x".repeat(Math.min(1000, left - i)).getBytes(StandardCharsets.US_ASCII));
        }
        if (left == 70_000) {
            throw new IllegalStateException("too late to tell");
        }
    }

    private Counted count(Call<Nothing> call, InputStream from) throws Exception {
        return new Counted(from.transferTo(OutputStream.nullOutputStream()));
    }

    private Item echo(Call<Item> call) {
        call.reply().header("location", "/api/puabo/nuki/products/1");
        return call.input();
    }

    private Nothing meet(Call<Nothing> call) throws Exception {
        pair.await(10, TimeUnit.SECONDS);
        return Nothing.NOTHING;
    }

    private Nothing fault(Call<Nothing> call) {
        throw new IllegalStateException("a secret of ours");
    }

    private Nothing crash(Call<Nothing> call) {
        throw new AssertionError("crash");
    }

    private Nothing hang(Call<Nothing> call) throws Exception {
        new java.util.concurrent.CountDownLatch(1).await();
        return Nothing.NOTHING;
    }
}
