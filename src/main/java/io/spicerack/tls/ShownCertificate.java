package io.spicerack.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A server's own certificate, told in words; what it says of itself is its peer's text, and is cut. Immutable. */
public record ShownCertificate(X509Certificate certificate) implements ShownProof {
    private static final int LONGEST = 120;
    private static final int MOST_NAMES = 8;

    /** {@code IllegalArgumentException} where the bytes are no certificate. */
    public static ShownCertificate of(byte[] encoded) {
        try {
            return new ShownCertificate((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("these bytes are no X.509 certificate", e);
        }
    }

    @Override
    public Kind kind() {
        return Kind.CERTIFICATE;
    }

    @Override
    public byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    /** Who signed it. */
    public String signedBy() {
        String issuer = printable(certificate.getIssuerX500Principal().getName());
        return selfSigned() ? "itself (" + issuer + ")" : issuer;
    }

    public boolean selfSigned() {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    /** The hosts that it is for. */
    public List<String> names() {
        List<String> names = CertifiedNames.of(certificate).all();
        List<String> shown = names.stream()
                .limit(MOST_NAMES)
                .map(ShownCertificate::printable)
                .toList();
        return names.size() > MOST_NAMES
                ? Stream.concat(shown.stream(), Stream.of((names.size() - MOST_NAMES) + " more"))
                        .toList()
                : shown;
    }

    public Instant from() {
        return certificate.getNotBefore().toInstant();
    }

    public Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    @Override
    public String description() {
        return "a certificate signed by " + signedBy() + ", for the names " + names() + ", valid from " + from()
                + " until " + until() + ", with the SHA-256 fingerprint " + fingerprint();
    }

    private static String printable(String text) {
        String plain = text.replaceAll("[^\\p{Print}\\p{L}\\p{N}]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
