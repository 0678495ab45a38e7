package online.nexuscos.streamcore.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a caller gets what is sent to its address, before anything is kept for it. A cookie
 * is good for one to two minutes.
 */
final class SynCookie {
    private static final long PERIOD_NANOS = 60_000_000_000L;
    private static final int KEY = 32;
    private static final int MAX_ADDRESS = 16;

    private final Mac mac;

    SynCookie() {
        byte[] key = new byte[KEY];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    int of(InetSocketAddress caller, long nowNanos) {
        return cookie(caller, Math.floorDiv(nowNanos, PERIOD_NANOS));
    }

    boolean isGood(int cookie, InetSocketAddress caller, long nowNanos) {
        long period = Math.floorDiv(nowNanos, PERIOD_NANOS);
        return cookie == cookie(caller, period) || cookie == cookie(caller, period - 1);
    }

    private int cookie(InetSocketAddress caller, long period) {
        byte[] address = caller.getAddress().getAddress();
        ByteBuffer text = ByteBuffer.allocate(MAX_ADDRESS + Integer.BYTES + Long.BYTES);
        text.put(address).putInt(caller.getPort()).putLong(period);
        // 0 would look like none.
        return ByteBuffer.wrap(mac.doFinal(text.array())).getInt() | 1;
    }
}
