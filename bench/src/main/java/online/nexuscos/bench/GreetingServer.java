package online.nexuscos.bench;

final class GreetingServer {
    private GreetingServer() {}

    public static void main(String[] arguments) {
        online.nexuscos.gateway.Main.main(new String[] {"run"});
    }
}
