package online.nexuscos.streamcore.callback;

import static org.assertj.core.api.Assertions.assertThat;

import online.nexuscos.streamcore.hub.Introduction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallbackFormTest {
    private static Visit visit(String arguments) {
        return new Visit(
                7,
                "192.0.2.1",
                new Introduction(
                        "live",
                        "FMLE/3.0 (compatible; x)",
                        "",
                        "rtmp://host:1935/live",
                        "http://page/?a=b&c",
                        arguments,
                        "live"),
                "show");
    }

    private static final String CONNECTION =
            "app=live&flashver=FMLE%2F3.0%20%28compatible%3B%20x%29&swfurl="
                    + "&tcurl=rtmp%3A%2F%2Fhost%3A1935%2Flive"
                    + "&pageurl=http%3A%2F%2Fpage%2F%3Fa%3Db%26c&addr=192.0.2.1&clientid=7";

    @ParameterizedTest
    @CsvSource({
        "PUBLISH, &call=publish&name=show&type=live",
        "PLAY, &call=play&name=show&start=4294965296&duration=0&reset=0",
        "UPDATE_PUBLISH, &call=update_publish&time=12&timestamp=3456&name=show",
        "UPDATE_PLAY, &call=update_play&time=12&timestamp=3456&name=show",
        "PUBLISH_DONE, &call=publish_done&name=show",
        "PLAY_DONE, &call=play_done&name=show",
        "DONE, &call=done&name=show"
    })
    void hasTheFieldsOfEachCall(CallbackKind kind, String call) {
        assertThat(CallbackForm.of(kind, visit("token=abc"), 12, 3456))
                .isEqualTo(CONNECTION + call + "&token=abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token=a%20b+c&e=1=2 | &token=a%20b+c&e=1=2",
                "flag | &flag",
                "list[]=1&list[]=2 | &list[]=1&list[]=2",
                // What would stand in for a field of ours, plainly or in disguise, is left out.
                "name=admin&token=1&addr=127.0.0.1 | &token=1",
                "na%6de=admin&token=1 | &token=1",
                "na+me=admin | ''",
                "=x&&token=1& | &token=1",
                "token=ä | &token=%C3%A4",
                "'' | ''"
            })
    void takesTheClientsArguments(String arguments, String added) {
        assertThat(CallbackForm.of(CallbackKind.DONE, visit(arguments), 0, 0))
                .isEqualTo(CONNECTION + "&call=done&name=show" + added);
    }

    @Test
    void nothingEndsTheFormOrBeginsAHeader() {
        assertThat(CallbackForm.of(CallbackKind.DONE, visit("token=a b\u0001\r\nHost:x"), 0, 0))
                .endsWith("&token=a%20b%01%0D%0AHost:x");
    }

    @Test
    void showsTheAddressWithoutItsPort() {
        assertThat(Visit.host("192.0.2.1:5000")).isEqualTo("192.0.2.1");
        assertThat(Visit.host("[2001:db8::1]:5000")).isEqualTo("2001:db8::1");
        assertThat(Visit.host("192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
