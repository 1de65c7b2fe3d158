package io.spicerack.envelope;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes AES-GCM fast before the first table comes: the JVM uses the processor's AES instructions in compiled code only, and
 * compiles what was called often, which a few hundred large pages are not. Without it the first table takes 2 CPU seconds
 * longer, with it 0.4 (docs/performance.md). Runs once per JVM, on any thread; nothing waits for it.
 */
public final class AesWarmUp implements Runnable {
    private static final int CALLS = 10_000;
    private static final int BYTES = 512;
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    @Override
    public void run() {
        // neither key nor data mean anything
        SecretKeySpec key = new SecretKeySpec(new byte[DataKey.LENGTH], "AES");
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] sealed = new byte[BYTES + TAG_BITS / Byte.SIZE];
        byte[] plain = new byte[BYTES];
        try {
            for (int call = 0; call < CALLS && !Thread.currentThread().isInterrupted(); call++) {
                nonce[0] = (byte) call;
                nonce[1] = (byte) (call >> Byte.SIZE);
                GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, nonce);
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
                cipher.doFinal(plain, 0, plain.length, sealed, 0);
                cipher.init(Cipher.DECRYPT_MODE, key, parameters);
                cipher.doFinal(sealed, 0, sealed.length, plain, 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available in this Java runtime", e);
        }
    }
}
