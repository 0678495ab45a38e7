package online.nexuscos.platform.bus;

import online.nexuscos.platform.bus.RouteDeclaration.Work;
import online.nexuscos.platform.bus.StreamLine.LineException;
import online.nexuscos.platform.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One download or upload, from its call to the end of its line. */
final class Transfer {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final int MAX_CAUSES = 8;

    private final String service;
    private final StreamLine line;
    private final TransferMetrics metrics;
    private @Nullable StreamOutput output;
    private @Nullable StreamInput input;

    Transfer(String service, StreamLine line, TransferMetrics metrics) {
        this.service = service;
        this.line = line;
        this.metrics = metrics;
    }

    <I, O> Answer send(RouteDeclaration<I, O> route, ActiveCall<I> call, Work.Sending<I, O> sending)
            throws Exception {
        StreamOutput to = new StreamOutput(line, call, sending.mediaType(), route.maxBytes());
        output = to;
        sending.handler().handle(call, to);
        to.finish();
        return Answer.of(call.status(), Request.NO_BODY);
    }

    <I, O> Answer receive(
            RouteDeclaration<I, O> route, ActiveCall<I> call, Work.Receiving<I, O> receiving)
            throws Exception {
        StreamInput from = new StreamInput(line, route.maxBytes());
        input = from;
        return Dispatcher.answer(call, receiving.handler().handle(call, from));
    }

    /** The line's own failure, however the handler wrapped it. */
    static @Nullable LineException lineFailure(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
            if (each instanceof LineException line) {
                return line;
            }
            each = each.getCause();
        }
        return null;
    }

    /** What the log and the metrics get of a line that ended too early. */
    Answer cut(LineException failure) {
        if (failure.reason() != LineException.Cause.ENOUGH) {
            metrics.cut(service, failure.reason());
        }
        return switch (failure.reason()) {
            case GONE -> Answer.of(Problem.of(400, "The line broke."));
            case SLOW -> Answer.of(Problem.of(408, "Too little came or went for too long."));
            case LATE -> Answer.unavailable("It took too long.");
            case ENOUGH -> Answer.of(200, Request.NO_BODY);
            case LONG -> {
                LOG.error("{}: {}", service, failure.getMessage());
                yield Answer.of(Problem.internal());
            }
        };
    }

    /**
     * Ends the line.
     *
     * @param answer what came of it; a problem, once bytes have left, breaks the line off
     */
    void conclude(Answer answer) {
        if (input != null) {
            metrics.received(service, input.received());
        }
        if (output == null) {
            line.answer(answer);
            return;
        }
        metrics.sent(service, output.sent());
        if (answer.status() < 400) {
            return;
        }
        if (output.isUnbegun()) {
            line.answer(answer);
        } else {
            line.abort();
        }
    }
}
