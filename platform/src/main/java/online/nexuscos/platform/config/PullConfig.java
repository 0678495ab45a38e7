package online.nexuscos.platform.config;

/**
 * What may be fetched.
 *
 * @param privateAddresses sources may lie on this machine and in its network
 */
public record PullConfig(boolean privateAddresses) {
    static PullConfig read(ConfigSection section) throws ConfigException {
        return new PullConfig(section.bool("private", false));
    }
}
