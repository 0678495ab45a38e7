package online.nexuscos.services.security;

/** What we write to people. */
final class Letters {
    private Letters() {}

    static Mail verify(String to, String code) {
        return new Mail(
                to,
                "Your Nexus COS code: " + code,
                """
                Your code is %s

                Enter it on the page where you signed up. It is good for 30 minutes.
                If you did not sign up, ignore this letter.\
                """
                        .formatted(code));
    }

    /** To the owner of an account, when somebody registers with its address again. */
    static Mail known(String to) {
        return new Mail(
                to,
                "You already have a Nexus COS account",
                """
                Somebody, perhaps you, tried to sign up with this address, which has an account.

                If it was you, sign in, or reset your password on the sign-in page.
                If it was not, there is nothing to do: your account is as it was.\
                """);
    }

    static Mail reset(String to, String code) {
        return new Mail(
                to,
                "Reset your Nexus COS password: " + code,
                """
                Your code to choose a new password is %s

                Enter it on the page that you came from. It is good for 30 minutes.
                If you did not ask for it, ignore this letter: your password is as it was.\
                """
                        .formatted(code));
    }

    static Mail passwordChanged(String to) {
        return new Mail(
                to,
                "Your Nexus COS password was changed",
                """
                The password of your account was changed, and every other session was ended.

                If it was not you, reset your password on the sign-in page now.\
                """);
    }
}
