package online.nexuscos.streamcore.hub;

import java.util.ArrayList;
import java.util.List;

/** A publisher that notes why it was closed. */
public final class TestingPublisher implements Publisher {
    private final List<String> closed = new ArrayList<>();

    public List<String> closed() {
        return closed;
    }

    @Override
    public String protocol() {
        return "testing";
    }

    @Override
    public String address() {
        return "127.0.0.1:1";
    }

    @Override
    public String agent() {
        return "TestingPublisher";
    }

    @Override
    public boolean isLoopback() {
        return true;
    }

    @Override
    public void close(String reason) {
        closed.add(reason);
    }
}
