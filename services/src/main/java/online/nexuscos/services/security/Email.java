package online.nexuscos.services.security;

import java.util.Locale;
import java.util.regex.Pattern;

/** What an email address must look like: enough to mail to it, and no header to smuggle in. */
final class Email {
    static final int MAX_LENGTH = 254;

    /** A local part of the usual characters (RFC 5321, 4.1.2) and a host name or a single label. */
    static final String FORM =
            "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
                    + "@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                    + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,8}";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    private Email() {}

    static boolean isValid(String email) {
        return email.length() <= MAX_LENGTH && PATTERN.matcher(email).matches();
    }

    /** Under which an address is found: however its owner writes it. */
    static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
