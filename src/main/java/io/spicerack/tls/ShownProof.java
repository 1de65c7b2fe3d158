package io.spicerack.tls;

/** What a server shows to prove who it is; a person may pin it after comparing its fingerprint. Immutable. */
public sealed interface ShownProof permits ShownCertificate, ShownPasswordKey {
    /** What it proves, and where a pinned one counts. */
    enum Kind {
        /** With TLS. */
        CERTIFICATE,
        /** Without TLS: the RSA key under which MySQL's caching_sha2_password takes a password. */
        PASSWORD_KEY
    }

    Kind kind();

    /** DER. */
    byte[] encoded();

    /** What a person must know of it, as a sentence goes on after "the server shows ". */
    String description();

    default Fingerprint fingerprint() {
        return Fingerprint.of(encoded());
    }

    /** The proof that a catalog has kept. */
    static ShownProof of(Kind kind, byte[] encoded) {
        return switch (kind) {
            case CERTIFICATE -> ShownCertificate.of(encoded);
            case PASSWORD_KEY -> ShownPasswordKey.of(encoded);
        };
    }
}
