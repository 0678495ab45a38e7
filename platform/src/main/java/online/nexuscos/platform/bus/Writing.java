package online.nexuscos.platform.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import online.nexuscos.platform.problem.ProblemException;
import online.nexuscos.platform.service.Call;
import online.nexuscos.platform.service.Principal;
import online.nexuscos.platform.sql.Actor;
import online.nexuscos.platform.sql.Database;
import online.nexuscos.platform.sql.Idempotency;
import online.nexuscos.platform.sql.Idempotency.Outcome;
import online.nexuscos.platform.sql.IdempotentRequest;
import online.nexuscos.platform.sql.Transaction;

/** Runs what writes in the contract's transaction: work, key, events and audit, or nothing. */
final class Writing {
    private static final String JSON = "application/json";

    private final Optional<Database> database;

    Writing(Optional<Database> database) {
        this.database = database;
    }

    boolean isPossible() {
        return database.isPresent();
    }

    Database database() {
        return database.orElseThrow(() -> new IllegalStateException("there is no database"));
    }

    Answer run(
            RouteDeclaration<?, ?> route,
            Request request,
            Call<?> call,
            Database.Work<Answer, Exception> work)
            throws Exception {
        Principal principal = call.principal();
        Actor actor =
                new Actor(
                        principal.account(),
                        principal.organisation(),
                        call.requestId(),
                        call.trace().traceparent());
        String key = request.head().idempotencyKey();
        if (key.isEmpty()) {
            return database().transaction(actor, work);
        }
        IdempotentRequest asked = asked(request, principal, key);
        return database().transaction(actor, each -> once(each, asked, route.isSecret(), work));
    }

    private static Answer once(
            Transaction transaction,
            IdempotentRequest asked,
            boolean secret,
            Database.Work<Answer, Exception> work)
            throws Exception {
        return switch (Idempotency.begin(transaction, asked)) {
            case Outcome.First() -> {
                Answer answer = work.run(transaction);
                if (secret) {
                    Idempotency.keepSecret(transaction, asked, answer.status());
                } else {
                    Idempotency.keep(
                            transaction,
                            asked,
                            new online.nexuscos.platform.sql.Answer(
                                    answer.status(), JSON, answer.body().getBytes()));
                }
                yield answer;
            }
            case Outcome.Repeated(var kept) -> Answer.of(kept.status(), Buffer.buffer(kept.body()));
            case Outcome.Shown(var status) ->
                    throw ProblemException.of(
                            409, "This was done; its answer showed a secret, which is shown once.");
            case Outcome.Running() ->
                    throw ProblemException.of(
                            409, "A request with this Idempotency-Key is under way.");
            case Outcome.OtherRequest() ->
                    throw ProblemException.of(
                            422, "This Idempotency-Key was used for another request.");
        };
    }

    /** A key is its caller's own, and stands for one address and body. */
    private static IdempotentRequest asked(Request request, Principal principal, String key) {
        Request.Head head = request.head();
        String scope = principal.account() + '/' + principal.organisation() + ' ' + head.route();
        String address = new TreeMap<>(head.path()) + "\n" + new TreeMap<>(head.query()) + "\n";
        Buffer all =
                Buffer.buffer(address.getBytes(StandardCharsets.UTF_8))
                        .appendBuffer(request.body());
        return IdempotentRequest.of(scope, key, all.getBytes());
    }
}
