package online.nexuscos.services.security;

import java.time.Instant;
import java.time.InstantSource;
import online.nexuscos.platform.sql.Database;

/** What all of our handlers work with. */
record Parts(
        Database database,
        InstantSource clock,
        Passwords passwords,
        Secrets secrets,
        MailRoom mail,
        Standing standing,
        SessionPolicy policy,
        Permissions permissions) {
    Instant now() {
        return clock.instant();
    }
}
