package online.nexuscos.streamcore.hub;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The registry of a server that stands alone. */
public final class LocalStreamRegistry implements StreamRegistry {
    private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

    @Override
    public Optional<Lease> claim(String stream, String node) {
        Claim mine = new Claim(stream, node);
        Claim holder =
                claims.compute(
                        stream,
                        (name, held) -> held == null || held.node.equals(node) ? mine : held);
        return holder == mine ? Optional.of(mine) : Optional.empty();
    }

    @Override
    public Optional<String> nodeOf(String stream) {
        return Optional.ofNullable(claims.get(stream)).map(claim -> claim.node);
    }

    private final class Claim implements Lease {
        private final String stream;
        private final String node;

        Claim(String stream, String node) {
            this.stream = stream;
            this.node = node;
        }

        @Override
        public void release() {
            claims.remove(stream, this);
        }
    }
}
