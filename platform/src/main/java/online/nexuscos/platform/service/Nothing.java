package online.nexuscos.platform.service;

/** The input of a route that takes none, and the output of one that answers 204. */
public record Nothing() {
    public static final Nothing NOTHING = new Nothing();
}
