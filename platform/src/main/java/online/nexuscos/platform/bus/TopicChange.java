package online.nexuscos.platform.bus;

/**
 * A change of a topic as it crosses the bus, in JSON.
 *
 * @param node that tells it: each has numbers of its own
 * @param data the change's record
 */
public record TopicChange(String node, String epoch, long number, Object data) {
    /** Where changes of the topic with this address are told. */
    public static String address(String topic) {
        return "topic/" + topic;
    }
}
