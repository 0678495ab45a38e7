package online.nexuscos.bench;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** Refreshes, checks of API tokens, and sign-ins, on a server with its stores. */
record AccountsStep(GatewayTiming timing, Results results) {
    private static final int MEMBERS = 4;
    private static final int REFRESHERS = 32;

    void run(FullServer server) {
        HttpClient lines = JsonClient.lines();
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(
                    Member.register(
                            lines,
                            server.address(),
                            server.data(),
                            "bench%d-%d@example.org".formatted(i, System.nanoTime())));
        }
        refresh(server, lines, members);
        check(server, members.getFirst());
        signIn(server, lines, members);
    }

    private void refresh(FullServer server, HttpClient lines, List<Member> members) {
        List<Runnable> clients = new ArrayList<>();
        for (int i = 0; i < REFRESHERS; i++) {
            String first = members.get(i % MEMBERS).refreshToken();
            clients.add(new Refresher(new JsonClient(lines, server.address()), first));
        }
        Crowd crowd = new Crowd(clients);
        Crowd.Work work = crowd.run(timing.warm(), timing.measured(), server.processes());
        results.add(NexusContender.NAME, Figure.REFRESH_PER_CPU, work.perCpuSecond());
        results.add(
                NexusContender.NAME, Figure.REFRESH_PER_JVM_CPU, work.done() / work.cpu().own());
        results.add(NexusContender.NAME, Figure.REFRESH_RATE, work.perSecond());
    }

    private void check(FullServer server, Member member) {
        String authorization = "authorization: Bearer " + member.apiToken("account:read");
        URI address = server.address().resolve("/api/users/roles");
        WrkReport _ = Wrk.run(address, timing.warm(), authorization);
        double before = server.processes().cpuSeconds();
        WrkReport report = Wrk.run(address, timing.measured(), authorization);
        double cpu = server.processes().cpuSeconds() - before;
        if (report.failures() > 0) {
            throw new BenchException(
                    "%d of %d checks of an API token failed"
                            .formatted(report.failures(), report.requests()));
        }
        results.add(NexusContender.NAME, Figure.TOKEN_CHECK_PER_CPU, report.requests() / cpu);
        results.add(NexusContender.NAME, Figure.TOKEN_CHECK_RATE, report.requestsPerSecond());
    }

    private void signIn(FullServer server, HttpClient lines, List<Member> members) {
        List<Runnable> clients = new ArrayList<>();
        for (Member member : members) {
            clients.add(() -> member.signIn(lines, server.address()));
        }
        Crowd.Work work =
                new Crowd(clients).run(timing.warm() / 2, timing.measured(), server.processes());
        results.add(NexusContender.NAME, Figure.SIGN_IN_CPU, work.cpu().all() * 1000 / work.done());
        results.add(NexusContender.NAME, Figure.SIGN_IN_RATE, work.perSecond());
    }

    /** Renews, with the token that the last renewal gave. */
    private static final class Refresher implements Runnable {
        private final JsonClient client;
        private String token;

        Refresher(JsonClient client, String token) {
            this.client = client;
            this.token = token;
        }

        @Override
        public void run() {
            token =
                    client.post("/api/tokens/refresh", new JsonObject().put("refresh_token", token))
                            .getString("refresh_token");
        }
    }

    /** What the table cannot say. */
    static String hashCost() {
        return "a sign-in hashes with Argon2id, 19 MiB, 2 passes, 1 lane";
    }
}
