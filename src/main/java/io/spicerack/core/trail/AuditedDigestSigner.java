package io.spicerack.core.trail;

import io.spicerack.audit.file.DigestSigner;
import io.spicerack.audit.file.UnfitSigningKeyException;
import io.spicerack.model.KeyReference;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a signing key in KMS is asked on record, and asks for its public half once. The record of a signature is in a
 * later digest file than the one that it signs. One thread at a time.
 */
final class AuditedDigestSigner implements DigestSigner {
    private final DigestSigner delegate;
    private final KeyReference key;
    private final KmsCalls calls;
    private @Nullable RSAPublicKey known;

    private AuditedDigestSigner(DigestSigner delegate, KeyReference key, KmsCalls calls) {
        this.delegate = delegate;
        this.key = key;
        this.calls = calls;
    }

    /** A signer whose private key is here calls nobody, so that there is nothing to put on record. */
    static DigestSigner around(DigestSigner signer, Trail trail) {
        return signer.kmsKey()
                .<DigestSigner>map(key -> new AuditedDigestSigner(signer, key, new KmsCalls(trail)))
                .orElse(signer);
    }

    @Override
    public Optional<KeyReference> kmsKey() {
        return Optional.of(key);
    }

    @Override
    public RSAPublicKey publicKey() {
        RSAPublicKey asked = known;
        if (asked == null) {
            asked = ask().key();
            known = asked;
        }
        return asked;
    }

    /** KMS's answer; of a key that cannot sign, it is an answer all the same. */
    private record Asked(@Nullable RSAPublicKey given, @Nullable UnfitSigningKeyException unfit) {
        RSAPublicKey key() {
            if (given == null) {
                throw unfit == null ? new IllegalStateException("no answer") : unfit;
            }
            return given;
        }
    }

    private Asked ask() {
        return calls.call(
                () -> {
                    try {
                        return new Asked(delegate.publicKey(), null);
                    } catch (UnfitSigningKeyException e) {
                        return new Asked(null, e);
                    }
                },
                asked -> {},
                (events, outcome, asked) -> events.getPublicKey(key, outcome));
    }

    @Override
    public byte[] sign(byte[] text) {
        return calls.call(
                () -> delegate.sign(text), signature -> {}, (events, outcome, signature) -> events.sign(key, outcome));
    }

    @Override
    public void rotate() {
        delegate.rotate();
    }
}
