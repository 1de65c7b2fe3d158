package io.spicerack.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTrustTest {
    private static ThrowingCallable check(ServerTrust trust, String host, String certificate) {
        X509Certificate[] chain = TlsFiles.certificates(certificate).toArray(X509Certificate[]::new);
        return () -> new ServerCheck(trust.of(host)).checkServerTrusted(chain, "ECDHE_RSA");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, server, true",
        "LOCALHOST., server, true",
        "127.0.0.1, server, true",
        "[::1], server, true",
        "a.db.example.org, server, true",
        "a.b.db.example.org, server, false",
        "db.example.org, server, false",
        "127.0.0.2, server, false",
        "ignored, server, false",
        "MySQL_Server_Test, common-name, true",
        "localhost, common-name, false"
    })
    void aCertificateIsForItsNamesAlone(String host, String certificate, boolean taken) {
        ThrowingCallable check = check(TlsFiles.signedBy("authority"), host, certificate);
        if (taken) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check)
                    .isInstanceOf(UntrustedServerException.class)
                    .hasMessageStartingWith("the server's certificate is not for the host '" + host + "'. It shows");
        }
    }

    @Test
    void whoIsNotTrustedIsToldWithSignerNamesTimeAndFingerprint() {
        assertThatThrownBy(check(ServerTrust.OF_JVM, "localhost", "server"))
                .hasMessage("the server's certificate is not signed by anyone whom this data source trusts (the JVM's"
                        + " trust store). It shows a certificate signed by CN=Test authority,O=Spicerack tests, for the"
                        + " names [localhost, *.db.example.org, 127.0.0.1, 0:0:0:0:0:0:0:1], valid from "
                        + TlsFiles.shown("server").from() + " until "
                        + TlsFiles.shown("server").until() + ", with the SHA-256 fingerprint "
                        + TlsFiles.shown("server").fingerprint());
        assertThatThrownBy(check(TlsFiles.signedBy("authority"), "self", "self-signed"))
                .hasMessageContaining("(1 certificate). It shows a certificate signed by itself (CN=self)");
        assertThatThrownBy(check(ServerTrust.NOBODY, "localhost", "server"))
                .isInstanceOf(UntrustedServerException.class);
    }

    @Test
    void aPinTakesOneCertificateWhateverItsNameAndNoOther() {
        assertThatCode(check(TlsFiles.pinned("self-signed"), "elsewhere", "self-signed"))
                .doesNotThrowAnyException();
        ServerTrust both = new ServerTrust(
                true,
                new Authorities(false, TlsFiles.certificates("authority")),
                Optional.empty(),
                List.of(TlsFiles.shown("self-signed")),
                Optional.empty());
        assertThatThrownBy(check(both, "localhost", "server"))
                .as("signed by a trusted authority, but another than the pinned one")
                .hasMessageStartingWith("the server shows another certificate than the one that is pinned, "
                        + TlsFiles.shown("self-signed").fingerprint());
    }

    @Test
    void aCertificateWhoseTimeIsOverIsNeverTaken() {
        for (ServerTrust trust : List.of(TlsFiles.signedBy("authority"), TlsFiles.pinned("over"))) {
            assertThatThrownBy(check(trust, "over", "over"))
                    .hasMessageStartingWith("the server's certificate is not valid now. It shows");
        }
    }

    @Test
    void anotherTrustHasAnotherTextAndAnUnknownOneTrustsNobody() {
        String handed = HandedTrust.hand(TlsFiles.signedBy("authority").of("localhost"));
        assertThat(HandedTrust.taken(handed))
                .isEqualTo(TlsFiles.signedBy("authority").of("localhost"));
        assertThat(HandedTrust.hand(TlsFiles.signedBy("authority").of("other"))).isNotEqualTo(handed);
        assertThat(HandedTrust.hand(TlsFiles.pinned("server").of("localhost"))).isNotEqualTo(handed);
        assertThat(HandedTrust.taken("made up")).isEqualTo(ServerTrust.NOBODY);
    }

    @Test
    void aFingerprintIsReadAsPeopleCopyIt() {
        Fingerprint fingerprint = TlsFiles.shown("server").fingerprint();
        assertThat(Fingerprint.parse(" " + fingerprint.text().replace(":", "").toLowerCase(Locale.ROOT)))
                .isEqualTo(fingerprint);
        assertThatThrownBy(() -> Fingerprint.parse("AB:CD"))
                .hasMessage(
                        "fingerprint 'AB:CD' is not the SHA-256 of a certificate or key: 64 hexadecimal digits, with"
                                + " or without colons");
    }

    @Test
    void aKeyForPasswordsThatIsTooShortIsNotTaken() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(1024);
        byte[] small = keys.generateKeyPair().getPublic().getEncoded();
        assertThatThrownBy(() -> ShownPasswordKey.of(small))
                .hasMessage("the server's key for passwords has less than 2048 bits; give it a longer one");
    }

    @Test
    void filesAreReadOrRefusedByTheirNames(@TempDir Path directory) throws Exception {
        Path folder = TlsFiles.path("");
        assertThat(Pem.certificates(folder)).hasSize(6);
        Path wrong = Files.writeString(directory.resolve("wrong.pem"), "no certificate");
        assertThatThrownBy(() -> Pem.certificates(directory))
                .hasMessageMatching(Pattern.quote(wrong.toString())
                        + " (is no file of certificates in PEM|holds no certificate in PEM)");
        assertThatThrownBy(() -> Pem.privateKey(wrong))
                .hasMessageStartingWith(wrong + " holds no unencrypted private key in PKCS#8");
        assertThat(TlsFiles.client())
                .hasToString("client " + TlsFiles.shown("client").fingerprint());
    }
}
