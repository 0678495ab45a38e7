package online.nexuscos.services.security;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends letters one after the other on a thread of its own, so that the answer to a request tells
 * nobody by its time whether a letter was written. A letter that is lost with the program is asked
 * for again by whoever waits for it.
 */
final class MailRoom implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailRoom.class);

    /** Letters that may wait; past it they are dropped, and the log says so. */
    private static final int MAX_WAITING = 1000;

    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final MailPort port;
    private final BlockingQueue<Mail> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread sender;

    MailRoom(MailPort port) {
        this.port = port;
        sender = Thread.ofVirtual().name("mail").start(this::run);
    }

    /** Takes a letter; never waits. */
    void post(Mail mail) {
        if (!waiting.offer(mail)) {
            LOG.warn("{} dropped: {} letters wait already", mail, MAX_WAITING);
        }
    }

    @Override
    public void close() {
        sender.interrupt();
    }

    private void run() {
        try {
            while (true) {
                send(waiting.take());
            }
        } catch (InterruptedException e) {
            if (!waiting.isEmpty()) {
                LOG.warn("{} letters not sent: the program stops", waiting.size());
            }
        }
    }

    private void send(Mail mail) throws InterruptedException {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                port.send(mail);
                return;
            } catch (IOException e) {
                LOG.warn("{} not sent, try {} of {}: {}", mail, attempt, TRIES, e.toString());
                if (attempt < TRIES) {
                    Thread.sleep(PAUSE);
                }
            }
        }
    }
}
