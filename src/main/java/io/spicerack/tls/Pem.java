package io.spicerack.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files of PEM, as OpenSSL, MySQL and AWS write them. {@code IllegalArgumentException} names the file. Stateless. */
public final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** All certificates of a file, or of the files {@code *.pem} and {@code *.crt} of a folder. */
    public static List<X509Certificate> certificates(Path place) {
        if (!Files.isDirectory(place)) {
            return ofFile(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().matches(".*\\.(pem|crt)"))
                    .sorted()
                    .flatMap(file -> ofFile(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot list " + place + ": " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> ofFile(Path file) {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(file + " holds no certificate in PEM");
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " is no file of certificates in PEM", e);
        }
    }

    /** A private key in PKCS#8, without a password. */
    public static PrivateKey privateKey(Path file) {
        byte[] encoded;
        try {
            Matcher key = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!key.find()) {
                throw new IllegalArgumentException(file + " holds no unencrypted private key in PKCS#8"
                        + " (-----BEGIN PRIVATE KEY-----); openssl pkcs8 -topk8 -nocrypt makes one");
            }
            encoded = Base64.getMimeDecoder().decode(key.group(1));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        }
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // of another algorithm
            }
        }
        throw new IllegalArgumentException(file + " holds a private key that is none of RSA, EC and Ed25519");
    }
}
