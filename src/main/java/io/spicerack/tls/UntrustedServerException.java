package io.spicerack.tls;

import java.security.cert.CertificateException;

/** A server showed a certificate that is not taken; it has been told nothing. The message says which, why and what helps. */
public final class UntrustedServerException extends CertificateException {
    private static final long serialVersionUID = 1L;

    /** Why it is not taken. */
    public enum Reason {
        /** Nobody who may sign has signed it. */
        SIGNER,
        /** It is for other hosts. */
        NAME,
        /** Its time has not come, or is over. */
        TIME,
        /** Another one is pinned. */
        OTHER_THAN_PINNED
    }

    private final transient ShownCertificate shown;
    private final Reason reason;

    UntrustedServerException(Reason reason, ShownCertificate shown, String why) {
        super(why + ". It shows " + shown.description());
        this.reason = reason;
        this.shown = shown;
    }

    public Reason reason() {
        return reason;
    }

    public ShownCertificate shown() {
        return shown;
    }
}
