package online.nexuscos.platform.config;

/** A secret as a setting: it can be compared, and never shown. */
record Masked(String text) {
    @Override
    public String toString() {
        return "********";
    }
}
