package online.nexuscos.gateway.bridge;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import online.nexuscos.platform.bus.RouteDeclaration;
import online.nexuscos.platform.bus.ServiceDeclaration;
import org.jspecify.annotations.Nullable;

/** Finds the route of an address; words come before values. Does not change once it is made. */
final class RouteTree {
    private static final int MAX_SEGMENTS = 16;

    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> words = new HashMap<>();
        final Map<String, Target> methods = new TreeMap<>();
        @Nullable Node value;
    }

    /** A route and whose it is. */
    record Target(String service, RouteDeclaration<?, ?> route) {}

    /** What is at an address. */
    sealed interface Found {
        /**
         * A route.
         *
         * @param path values of the path by their names
         */
        record Route(Target target, Map<String, String> path) implements Found {}

        /** The address exists, for other methods. */
        record Methods(Set<String> allowed) implements Found {}
    }

    RouteTree(List<ServiceDeclaration> services) {
        for (ServiceDeclaration service : services) {
            for (RouteDeclaration<?, ?> route : service.routes()) {
                add(new Target(service.info().name(), route));
            }
        }
    }

    private void add(Target target) {
        Node node = root;
        for (String segment : segments(target.route.path())) {
            if (segment.startsWith("{")) {
                Node value = node.value == null ? new Node() : node.value;
                node.value = value;
                node = value;
            } else {
                node = node.words.computeIfAbsent(segment, unseen -> new Node());
            }
        }
        Target other = node.methods.putIfAbsent(target.route.method(), target);
        if (other != null && !other.service.equals(target.service)) {
            throw new IllegalArgumentException(
                    target.route.id()
                            + ": is "
                            + other.service
                            + "'s and "
                            + target.service
                            + "'s");
        }
    }

    /**
     * What is at a path.
     *
     * @param method HEAD counts as GET
     * @param path percent-encoded, without the query
     * @throws IllegalArgumentException if the encoding is malformed
     */
    Optional<Found> find(String method, String path) {
        List<String> segments = segments(path);
        if (segments.size() > MAX_SEGMENTS) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        Set<String> allowed = new TreeSet<>();
        String wanted = method.equals("HEAD") ? "GET" : method;
        Target target = find(root, segments, wanted, values, allowed);
        if (target != null) {
            Map<String, String> named = HashMap.newHashMap(values.size());
            List<String> names = target.route.pathNames();
            for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), values.get(i));
            }
            return Optional.of(new Found.Route(target, named));
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed.isEmpty() ? Optional.empty() : Optional.of(new Found.Methods(allowed));
    }

    /**
     * A word hides a value from its own methods alone: what else is asked of that address is asked
     * of the value, which can say what is wrong with it.
     *
     * @param segments what of the path is left
     * @param allowed takes the methods of all that is at the address, where this one is of none
     */
    private static @Nullable Target find(
            Node node,
            List<String> segments,
            String method,
            List<String> values,
            Set<String> allowed) {
        if (segments.isEmpty()) {
            allowed.addAll(node.methods.keySet());
            return node.methods.get(method);
        }
        String segment = segments.getFirst();
        List<String> rest = segments.subList(1, segments.size());
        Node word = node.words.get(segment);
        if (word != null) {
            Target found = find(word, rest, method, values, allowed);
            if (found != null) {
                return found;
            }
        }
        if (node.value == null || segment.isEmpty()) {
            return null;
        }
        values.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
        Target found = find(node.value, rest, method, values, allowed);
        if (found == null) {
            values.removeLast();
        }
        return found;
    }

    /** Without the empty one before the first slash. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                segments.add(path.substring(start, i));
                start = i + 1;
            }
        }
        return segments;
    }
}
