package online.nexuscos.gateway.e2e;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import online.nexuscos.gateway.http.TestingHttp.Answer;

/** What every answer that is no success keeps to: RFC 9457, and nothing of our insides. */
final class ProblemRules {
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern INSIDES =
            Pattern.compile(
                    "Exception|\\tat |online\\.nexuscos\\.(?!online)|java\\.|io\\.vertx|jackson"
                            + "|SELECT |INSERT |security\\.|NullPointer|SQLSTATE");
    private static final int SHOWN = 300;

    private ProblemRules() {}

    /** What is wrong with an answer; empty where nothing is. */
    static Optional<String> violation(Answer answer) {
        if (answer.status() >= 200 && answer.status() < 400) {
            return Optional.empty();
        }
        if (answer.status() < 400 || answer.status() >= 500) {
            return Optional.of("status " + answer.status() + ": " + shown(answer));
        }
        String type = answer.headers().getOrDefault("content-type", "");
        if (!type.startsWith(PROBLEM)) {
            return Optional.of(answer.status() + " is of type '" + type + "': " + shown(answer));
        }
        try {
            JsonObject problem = new JsonObject(answer.text());
            boolean complete =
                    Integer.valueOf(answer.status()).equals(problem.getInteger("status"))
                            && !problem.getString("title", "").isEmpty();
            if (!complete) {
                return Optional.of("no status or title: " + shown(answer));
            }
        } catch (DecodeException | ClassCastException e) {
            return Optional.of("no problem as JSON: " + shown(answer));
        }
        return INSIDES.matcher(answer.text()).find()
                ? Optional.of("shows insides: " + shown(answer))
                : Optional.empty();
    }

    static String shown(Answer answer) {
        String text = answer.text().replace('\n', ' ');
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
