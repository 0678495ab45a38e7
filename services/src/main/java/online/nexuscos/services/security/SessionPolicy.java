package online.nexuscos.services.security;

import java.time.Duration;

/**
 * When a session ends by itself.
 *
 * @param idle after its last use
 * @param absolute after its beginning, used or not
 */
record SessionPolicy(Duration idle, Duration absolute) {}
