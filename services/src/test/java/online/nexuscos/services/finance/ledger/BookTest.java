package online.nexuscos.services.finance.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import online.nexuscos.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BookTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456789Z");
    private static final Instant MICROS = Instant.parse("2026-11-24T10:00:00.123456Z");
    private static final UUID WORLD = new UUID(0, 1);
    private static final UUID WALLET = new UUID(0, 2);
    private static final UUID DOLLARS = new UUID(0, 3);
    private static final UUID CLOSED = new UUID(0, 4);
    private static final UUID FULL = new UUID(0, 5);
    private static final UUID DOLLAR_WORLD = new UUID(0, 6);

    private static Book book() {
        return new Book(
                List.of(
                        standing(WORLD, "EUR", Optional.empty(), Optional.empty(), -1000),
                        standing(WALLET, "EUR", Optional.of(-50L), Optional.of(200L), 100),
                        standing(DOLLARS, "USD", Optional.of(0L), Optional.empty(), 0),
                        standing(DOLLAR_WORLD, "USD", Optional.empty(), Optional.empty(), 0),
                        standing(FULL, "EUR", Optional.empty(), Optional.empty(), Money.MAX),
                        new Standing(
                                CLOSED,
                                "EUR",
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                0,
                                0,
                                Optional.empty())),
                "ada",
                NOW);
    }

    private static Standing standing(
            UUID id,
            String currency,
            Optional<Long> minimum,
            Optional<Long> maximum,
            long balance) {
        return new Standing(id, currency, true, minimum, maximum, balance, 0, 0, Optional.empty());
    }

    private static Draft draft(Leg... legs) {
        return new Draft(
                UUID.randomUUID(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(legs),
                "legs");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("unbalanced", 422, "legs", new Leg(WORLD, -5), new Leg(WALLET, 4)),
                refused(
                        "balanced over two currencies alone",
                        422,
                        "legs",
                        new Leg(WORLD, -5),
                        new Leg(DOLLAR_WORLD, 5)),
                refused("nothing", 422, "legs[1].amount", new Leg(WORLD, 1), new Leg(WALLET, 0)),
                refused(
                        "the same account twice",
                        422,
                        "legs[1].account",
                        new Leg(WORLD, 1),
                        new Leg(WORLD, -1)),
                refused(
                        "an unknown account",
                        404,
                        "legs[1].account",
                        new Leg(WORLD, 1),
                        new Leg(UUID.randomUUID(), -1)),
                refused(
                        "beyond the overdraft",
                        409,
                        "legs[0].amount",
                        new Leg(WALLET, -151),
                        new Leg(WORLD, 151)),
                refused(
                        "beyond the maximum",
                        409,
                        "legs[1].amount",
                        new Leg(WORLD, -101),
                        new Leg(WALLET, 101)),
                refused(
                        "a closed one",
                        409,
                        "legs[1].amount",
                        new Leg(WORLD, -1),
                        new Leg(CLOSED, 1)),
                refused(
                        "more than is counted",
                        422,
                        "legs[1].amount",
                        new Leg(WORLD, -1),
                        new Leg(FULL, 1)),
                refused(
                        "an amount beyond what is counted",
                        422,
                        "legs[0].amount",
                        new Leg(WORLD, Long.MIN_VALUE),
                        new Leg(WALLET, Long.MIN_VALUE)));
    }

    private static Arguments refused(String name, int status, String field, Leg... legs) {
        return Arguments.of(name, status, field, List.of(legs));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, int status, String field, List<Leg> legs) {
        ProblemException refusal =
                catchThrowableOfType(
                        ProblemException.class, () -> book().post(draft(legs.toArray(Leg[]::new))));
        assertThat(refusal).as(name).isNotNull();
        assertThat(refusal.problem().status()).isEqualTo(status);
        assertThat(refusal.problem().field()).contains(field);
    }

    @Test
    void booksUpToTheLimits() {
        Book book = book();
        book.post(draft(new Leg(WALLET, -150), new Leg(WORLD, 150)));
        PostedTransaction back = book.post(draft(new Leg(WALLET, 250), new Leg(WORLD, -250)));
        assertThat(back.postings().getFirst().balance()).isEqualTo(200);
        assertThat(book.changed())
                .extracting(Standing::balance)
                .containsExactlyInAnyOrder(200L, -1100L);
    }

    @Test
    void eachPostingOfAnAccountIsLaterThanTheOneBefore() {
        Book book = book();
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            times.add(book.post(draft(new Leg(WALLET, 1), new Leg(WORLD, -1))).bookedAt());
        }
        assertThat(times).containsExactly(MICROS, MICROS.plusNanos(1000), MICROS.plusNanos(2000));
        assertThat(book.post(draft(new Leg(DOLLARS, 1), new Leg(DOLLAR_WORLD, -1))).bookedAt())
                .isEqualTo(MICROS);
    }

    @Test
    void whatIsReservedIsNotSpentAndMakesNoRoom() {
        Book book = book();
        book.reserve(WALLET, WORLD, 120);
        assertThat(status(() -> book.post(draft(new Leg(WALLET, -31), new Leg(WORLD, 31)))))
                .isEqualTo(409);
        Book receiving = book();
        receiving.reserve(WORLD, WALLET, 100);
        assertThat(status(() -> receiving.post(draft(new Leg(WALLET, 1), new Leg(WORLD, -1)))))
                .isEqualTo(409);
        receiving.release(WORLD, WALLET, 100);
        receiving.post(draft(new Leg(WALLET, 100), new Leg(WORLD, -100)));
    }

    @Test
    void reservesWithinOneCurrencyOnly() {
        assertThat(status(() -> book().reserve(WORLD, DOLLARS, 1))).isEqualTo(422);
        assertThat(status(() -> book().reserve(WALLET, WORLD, 151))).isEqualTo(409);
    }

    private static int status(Runnable work) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, work::run);
        return refusal == null ? 0 : refusal.problem().status();
    }

    @ParameterizedTest
    @MethodSource
    void decimals(long amount, String currency, String text) {
        assertThat(Money.decimal(amount, currency)).isEqualTo(text);
    }

    static Stream<Arguments> decimals() {
        return Stream.of(
                Arguments.of(-1250, "EUR", "-12.50"),
                Arguments.of(5, "USD", "0.05"),
                Arguments.of(1250, "JPY", "1250"),
                Arguments.of(1250, "KWD", "1.250"),
                Arguments.of(-Money.MAX, "EUR", "-90071992547409.91"));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"EUX", "XAU", "XXX", "eur", ""})
    void otherCurrencies(String code) {
        assertThat(status(() -> Money.currency(code, "currency"))).isEqualTo(422);
    }

    @Test
    void idsSortByTime() {
        UUID first = TimeOrderedId.at(NOW);
        UUID later = TimeOrderedId.at(NOW.plusMillis(1));
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.toString()).isLessThan(later.toString());
    }
}
