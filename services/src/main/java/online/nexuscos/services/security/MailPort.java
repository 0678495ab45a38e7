package online.nexuscos.services.security;

import java.io.IOException;

/** Takes letters to where they are read. */
@FunctionalInterface
interface MailPort {
    /**
     * Sends one letter, or takes it into keeping. Waits: for virtual threads.
     *
     * @throws IOException if it was not taken; trying again may help
     */
    void send(Mail mail) throws IOException;
}
