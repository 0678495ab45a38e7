package online.nexuscos.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void bringsBackWhatItHolds() throws MalformedCursorException {
        UUID uuid = UUID.randomUUID();
        Instant instant = Instant.parse("2026-11-24T03:30:00.123456Z");
        String text = Cursor.of("ledger.accounts", instant, uuid, -7L, "ä/b");
        assertThat(text).matches("[A-Za-z0-9_-]+");
        Cursor cursor = Cursor.read("ledger.accounts", text, 4);
        assertThat(cursor.instant(0)).isEqualTo(instant);
        assertThat(cursor.uuid(1)).isEqualTo(uuid);
        assertThat(cursor.bigint(2)).isEqualTo(-7);
        assertThat(cursor.text(3)).isEqualTo("ä/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "AAAA", "bGVkZ2Vy", "1", "%00"})
    void refusesWhatIsNoneOfOurs(String text) {
        assertThatThrownBy(() -> Cursor.read("ledger", text, 1))
                .isInstanceOf(MalformedCursorException.class)
                .hasMessageStartingWith("cursor: ");
    }

    @Test
    void refusesAnotherListingsOtherTypesAndGiants() throws MalformedCursorException {
        String text = Cursor.of("ledger", "x\0");
        assertThatThrownBy(() -> Cursor.read("audit", text, 1))
                .hasMessage("cursor: not of this listing");
        assertThatThrownBy(() -> Cursor.read("ledger", text, 2))
                .hasMessage("cursor: not of this listing");
        Cursor cursor = Cursor.read("ledger", text, 1);
        assertThatThrownBy(() -> cursor.bigint(0)).isInstanceOf(MalformedCursorException.class);
        assertThatThrownBy(() -> cursor.uuid(0)).isInstanceOf(MalformedCursorException.class);
        assertThatThrownBy(() -> cursor.instant(0)).isInstanceOf(MalformedCursorException.class);
        assertThatThrownBy(() -> cursor.text(0)).isInstanceOf(MalformedCursorException.class);
        String giant = Base64.getUrlEncoder().encodeToString(new byte[Cursor.MAX_LENGTH]);
        assertThatThrownBy(() -> Cursor.read("ledger", giant, 1))
                .isInstanceOf(MalformedCursorException.class)
                .hasMessageContaining("(expected: <= 512)");
    }
}
