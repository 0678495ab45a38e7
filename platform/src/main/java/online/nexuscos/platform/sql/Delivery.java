package online.nexuscos.platform.sql;

/** How an event gets to a subscriber. */
@FunctionalInterface
public interface Delivery {
    /**
     * Returns when the subscriber has done what it does with the event, and committed that. Called
     * on a virtual thread; takes 5 s at most.
     *
     * @throws Exception if it has not: the event will be delivered again
     */
    void deliver(String subscriber, DeliveredEvent event) throws Exception;
}
