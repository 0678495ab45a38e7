package online.nexuscos.services.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.nexuscos.platform.problem.ProblemException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106), on few threads of its own: a hash takes 19 MiB and
 * tens of milliseconds of one core, which must neither stall virtual threads nor be had without
 * bound. What is kept is a PHC string, parameters included, so that they may grow later.
 */
final class Passwords implements AutoCloseable {
    /** OWASP's cost for Argon2id: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** Hashes that may wait; past it, whoever asks hears that the server is busy. */
    private static final int MAX_WAITING = 64;

    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d)"
                            + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    private final SecureRandom random;
    private final ThreadPoolExecutor threads;
    private final String nobody;

    /**
     * @param parallel hashes at once
     */
    Passwords(int parallel, SecureRandom random) {
        this.random = random;
        threads =
                new ThreadPoolExecutor(
                        parallel,
                        parallel,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MAX_WAITING),
                        Thread.ofPlatform().name("password-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        byte[] unknowable = new byte[HASH_BYTES];
        random.nextBytes(unknowable);
        nobody = phc(salt(), unknowable);
    }

    /**
     * What to keep of a password. Waits its turn: for virtual threads.
     *
     * @throws ProblemException 503 while too many are before it; so do the others
     */
    String hash(String password) {
        return run(() -> {
            byte[] salt = salt();
            return phc(salt, argon2id(password, salt, MEMORY_KIB, PASSES, LANES));
        });
    }

    /**
     * Whether the password is the one that was kept. Waits its turn: for virtual threads.
     *
     * @param kept what {@link #hash} gave
     */
    boolean matches(String password, String kept) {
        Matcher phc = PHC.matcher(kept);
        if (!phc.matches()) {
            throw new IllegalArgumentException("kept password: not in the PHC format of Argon2id");
        }
        byte[] salt = Base64.getDecoder().decode(phc.group(4));
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        int memory = Integer.parseInt(phc.group(1));
        int passes = Integer.parseInt(phc.group(2));
        int lanes = Integer.parseInt(phc.group(3));
        return run(() ->
                MessageDigest.isEqual(expected, argon2id(password, salt, memory, passes, lanes)));
    }

    /** Takes as long as {@link #matches}, for an account that does not exist. */
    void matchNobody(String password) {
        matches(password, nobody);
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private <T> T run(Callable<T> work) {
        try {
            return threads.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            throw new IllegalStateException("argon2id", e.getCause());
        }
    }

    private static ProblemException busy() {
        return ProblemException.of(503, "Many people sign in at this moment. Try again.")
                .retryAfter(Duration.ofSeconds(2));
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private static String phc(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        MEMORY_KIB,
                        PASSES,
                        LANES,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    private static byte[] argon2id(
            String password, byte[] salt, int memoryKib, int passes, int lanes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[HASH_BYTES];
        // The same characters typed on another keyboard are the same password.
        String normal = Normalizer.normalize(password, Normalizer.Form.NFKC);
        generator.generateBytes(normal.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }
}
