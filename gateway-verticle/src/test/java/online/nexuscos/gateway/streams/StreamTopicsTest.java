package online.nexuscos.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.nexuscos.gateway.streams.StreamTopics.Told;
import org.junit.jupiter.api.Test;

/** Who is told of which stream, as that changes. */
class StreamTopicsTest {
    private final List<Told> on = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final StreamTopics topics = new StreamTopics(() -> on);

    StreamTopicsTest() {
        topics.all()
                .forEach(topic ->
                        topic.listen((address, position, change) ->
                                said.add(
                                        address
                                                + change.stream()
                                                        .map(stream -> " has " + stream.title())
                                                        .orElse("")
                                                + change.ended()
                                                        .map(name -> " lost " + name)
                                                        .orElse(""))));
    }

    private List<String> after(Told... now) {
        on.clear();
        on.addAll(List.of(now));
        said.clear();
        topics.refresh();
        return List.copyOf(said);
    }

    private static Told told(String line, String title) {
        return new Told(line, Stream.offline("show", title, Optional.empty(), Optional.empty()));
    }

    @Test
    void tellsEverybodyOfWhatIsOpenOnceForEachChange() {
        assertThat(after(told(Told.OPEN, "One"))).containsExactly("streams has One");
        assertThat(after(told(Told.OPEN, "One"))).isEmpty();
        assertThat(after(told(Told.OPEN, "Two"))).containsExactly("streams has Two");
        assertThat(after()).containsExactly("streams lost show");
        assertThat(after()).isEmpty();
    }

    @Test
    void takesAStreamFromThoseWhoMayNotSeeItAnyMore() {
        after(told(Told.OPEN, "One"));
        assertThat(after(told("secret", "One")))
                .containsExactly("streams lost show", "streams.hidden.secret has One");
        assertThat(after(told("another", "One")))
                .containsExactly(
                        "streams.hidden.secret lost show", "streams.hidden.another has One");
        assertThat(after(told(Told.OPEN, "One")))
                .containsExactly("streams.hidden.another lost show", "streams has One");
    }

    @Test
    void showsEachTheirOwn() {
        after(told("secret", "One"));
        assertThat(titles("")).isEmpty();
        assertThat(titles("secret")).containsExactly("One");
        assertThat(titles("guessed")).isEmpty();
    }

    private List<String> titles(String id) {
        return topics.all().get(id.isEmpty() ? 0 : 1).join(id, Optional.empty()).stream()
                .flatMap(joined -> joined.snapshot().orElseThrow().streams().stream())
                .map(Stream::title)
                .toList();
    }
}
