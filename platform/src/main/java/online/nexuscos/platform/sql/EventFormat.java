package online.nexuscos.platform.sql;

/** How events become text; a port, so that this package knows no JSON library. */
@FunctionalInterface
public interface EventFormat {
    /** The record as JSON. */
    String encode(Event event);
}
