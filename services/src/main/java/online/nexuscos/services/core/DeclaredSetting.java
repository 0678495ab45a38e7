package online.nexuscos.services.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * A setting that may be changed while the program runs. What is not declared here cannot be set.
 *
 * @param name {@code header.sign-up}
 * @param initial its value until somebody sets another
 * @param description what it does, for who sets it
 */
record DeclaredSetting(String name, Kind kind, String initial, String description) {
    static final String ON = "on";
    static final String OFF = "off";
    static final int MAX_TEXT = 500;

    /** What values there are. */
    enum Kind {
        /** {@code on} or {@code off}. */
        @JsonProperty("flag")
        FLAG,
        /** At most {@value #MAX_TEXT} characters. */
        @JsonProperty("text")
        TEXT
    }

    /** All there are. Every page asks for them, so each may be known to everybody. */
    static final List<DeclaredSetting> ALL =
            List.of(
                    new DeclaredSetting(
                            "site.announcement",
                            Kind.TEXT,
                            "",
                            "Stands above every page until it is emptied: planned maintenance, news."),
                    new DeclaredSetting(
                            "header.sign-up",
                            Kind.FLAG,
                            ON,
                            "Pages invite visitors to create an account."),
                    new DeclaredSetting(
                            "front.go-live",
                            Kind.FLAG,
                            ON,
                            "The front page explains how to go live."));

    static Optional<DeclaredSetting> find(String name) {
        return ALL.stream().filter(each -> each.name.equals(name)).findFirst();
    }

    boolean takes(String value) {
        return switch (kind) {
            case FLAG -> value.equals(ON) || value.equals(OFF);
            case TEXT ->
                    value.length() <= MAX_TEXT && value.chars().noneMatch(Character::isISOControl);
        };
    }
}
