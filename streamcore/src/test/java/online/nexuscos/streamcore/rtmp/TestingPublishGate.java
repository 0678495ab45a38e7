package online.nexuscos.streamcore.rtmp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import online.nexuscos.streamcore.hub.Publication;
import online.nexuscos.streamcore.hub.PublishRefusedException;
import online.nexuscos.streamcore.hub.PublishRefusedException.Reason;
import online.nexuscos.streamcore.hub.Publisher;

/** Lets everybody publish, nobody, or leaves them waiting; and keeps who asked. */
final class TestingPublishGate implements PublishGate {
    /** For servers to which nobody comes to play. */
    static final PlayGate NO_PLAYERS =
            (stream, _, _, _) -> {
                throw new AssertionError("somebody plays " + stream);
            };

    /** One question, with the publication that was granted or would be. */
    record Request(String key, Publisher publisher, TestingPublication publication) {}

    final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Function<Request, Future<Publication>> answer;

    private TestingPublishGate(Function<Request, Future<Publication>> answer) {
        this.answer = answer;
    }

    static TestingPublishGate open() {
        return new TestingPublishGate(request -> Future.succeededFuture(request.publication()));
    }

    static TestingPublishGate refusing(Reason reason, String message) {
        return new TestingPublishGate(
                _ -> Future.failedFuture(new PublishRefusedException(reason, message)));
    }

    static TestingPublishGate answering(Promise<Publication> promise) {
        return new TestingPublishGate(_ -> promise.future());
    }

    @Override
    public Future<Publication> publish(String key, Publisher publisher) {
        Request request = new Request(key, publisher, new TestingPublication("name of " + key));
        requests.add(request);
        return answer.apply(request);
    }
}
