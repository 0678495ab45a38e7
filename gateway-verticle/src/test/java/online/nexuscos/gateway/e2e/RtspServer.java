package online.nexuscos.gateway.e2e;

import java.time.Duration;
import java.util.Optional;

/** GStreamer's RTSP server with a test picture and a tone. */
record RtspServer(TestingProcess process, String url) implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final String READY = "port ";
    private static final String SCRIPT =
            """
            import gi
            gi.require_version("Gst", "1.0")
            gi.require_version("GstRtspServer", "1.0")
            from gi.repository import GLib, Gst, GstRtspServer
            Gst.init(None)
            factory = GstRtspServer.RTSPMediaFactory()
            factory.set_shared(True)
            factory.set_launch(
                "( videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=25/1"
                " ! openh264enc gop-size=50 ! h264parse ! rtph264pay name=pay0 pt=96"
                " config-interval=-1 audiotestsrc is-live=true ! audio/x-raw,rate=48000,channels=2"
                " ! voaacenc ! aacparse ! rtpmp4gpay name=pay1 pt=97 )")
            server = GstRtspServer.RTSPServer()
            server.set_address("127.0.0.1")
            server.set_service("0")
            server.get_mount_points().add_factory("/show", factory)
            server.attach(None)
            print("port %d" % server.get_bound_port(), flush=True)
            GLib.MainLoop().run()
            """;

    static RtspServer start() {
        TestingProcess process =
                TestingProcess.start(
                        "RTSP server", new ProcessBuilder("/usr/bin/python3", "-c", SCRIPT));
        String port =
                Await.value(
                        "an RTSP server",
                        START,
                        () -> {
                            Optional<String> line =
                                    process.lines().stream()
                                            .filter(each -> each.startsWith(READY))
                                            .findFirst();
                            if (line.isEmpty() && !process.isRunning()) {
                                throw new AssertionError(process.text());
                            }
                            return line.map(each -> each.substring(READY.length()));
                        });
        return new RtspServer(process, "rtsp://127.0.0.1:" + port + "/show");
    }

    @Override
    public void close() {
        process.close();
    }
}
