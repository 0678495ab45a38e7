package online.nexuscos.services.security;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which passwords are refused: the ones that are tried first (NIST SP 800-63B, 3.1.1.2). */
final class PasswordRules {
    static final int MIN_LENGTH = 10;
    static final int MAX_LENGTH = 200;
    private static final int MIN_DISTINCT = 5;

    /** Whatever keeps to these is guessed within the first tries. */
    private static final List<String> WALKS =
            List.of(
                    "12345678901234567890",
                    "09876543210987654321",
                    "abcdefghijklmnopqrstuvwxyz",
                    "qwertyuiopasdfghjklzxcvbnm",
                    "1qaz2wsx3edc4rfv5tgb",
                    "1q2w3e4r5t6y7u8i9o0p",
                    "passwordpassword",
                    "password1234567890",
                    "passw0rd1234567890",
                    "iloveyou1234567890",
                    "letmein1234567890",
                    "welcome1234567890",
                    "adminadminadmin",
                    "administrator1234567890",
                    "nexuscosnexuscos");

    private PasswordRules() {}

    /**
     * What is the matter with a new password.
     *
     * @return empty when nothing is
     */
    static Optional<String> fault(String password, String email) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            return Optional.of("Choose a password of at least " + MIN_LENGTH + " characters.");
        }
        if (length > MAX_LENGTH) {
            return Optional.of("Choose a password of at most " + MAX_LENGTH + " characters.");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.chars().distinct().count() < MIN_DISTINCT
                || WALKS.stream().anyMatch(walk -> walk.contains(lower))) {
            return Optional.of("This password is among the first that are guessed.");
        }
        String key = Email.key(email);
        String local = key.substring(0, Math.max(0, key.indexOf('@')));
        if (lower.equals(key) || lower.replace(local, "").length() < MIN_LENGTH / 2) {
            return Optional.of("Choose a password that is not your email address.");
        }
        return Optional.empty();
    }
}
