package online.nexuscos.transcode.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import online.nexuscos.streamcore.pull.SourceSink.End;
import online.nexuscos.transcode.FfmpegException;

/** Reads one source on a thread of its own, until the source or the server has enough. */
final class SourceJob implements Runnable {
    private final SocketChannel connection;
    private final PolicyProxy proxy;
    private final Interrupt interrupt = new Interrupt();

    SourceJob(SocketChannel connection, PolicyProxy proxy) {
        this.connection = connection;
        this.proxy = proxy;
    }

    @Override
    public void run() {
        try (connection) {
            ReadCommand command = ReadCommand.read(connection);
            Thread.ofPlatform().name("cancel").daemon().start(this::awaitCancel);
            FrameWriter out = new FrameWriter(connection);
            try (Demuxer demuxer = new Demuxer(command, proxy, interrupt)) {
                demuxer.copyTo(out);
                out.ended(End.OVER, "the source has ended");
            } catch (FfmpegException | UnreachableException e) {
                out.ended(End.FAILED, String.valueOf(e.getMessage()));
            }
        } catch (IOException | IllegalArgumentException e) {
            // The server has left the job, or never meant one: nobody is there to be told.
        }
    }

    /** The server says nothing after the command: what ends the waiting is that it has left. */
    private void awaitCancel() {
        ByteBuffer one = ByteBuffer.allocate(1);
        try {
            while (connection.read(one) >= 0) {
                one.clear();
            }
        } catch (IOException e) {
            // Closed by the job's own end.
        }
        interrupt.cancel();
    }
}
