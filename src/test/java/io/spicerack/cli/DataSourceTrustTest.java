package io.spicerack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.TakesLong;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.sources.CredentialsInput;
import io.spicerack.core.sources.DataSourceDefinition;
import io.spicerack.core.sources.DeclaredTrust;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import io.spicerack.model.Secret;
import io.spicerack.source.Dialect;
import io.spicerack.source.ReadMeter;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.SourceType;
import io.spicerack.source.SourceTypes;
import io.spicerack.tls.Authorities;
import io.spicerack.tls.ShownProof;
import io.spicerack.tls.TlsFiles;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class DataSourceTrustTest {
    private static final DataSourceId SHOP = new DataSourceId("shop");

    private final InputStream before = System.in;
    private final Shows server = new Shows();
    private final ServedCore served;
    private final CoreFixture core;

    DataSourceTrustTest(@TempDir Path directory) {
        served = ServedCore.open(directory, new SourceTypes(server));
        core = served.core();
    }

    /** A server that shows a certificate and lets in whoever has pinned it. */
    private static final class Shows implements SourceType {
        private volatile String certificate = "self-signed";

        @Override
        public Set<DataSourceType> words() {
            return Set.of(DataSourceType.MYSQL);
        }

        @Override
        public Dialect dialect() {
            return new Dialect() {};
        }

        @Override
        public ShownProof shown(SourceConfig config) {
            return TlsFiles.shown(certificate);
        }

        @Override
        public Optional<String> test(SourceConfig config, Credentials credentials, ReadMeter meter) {
            if (!config.trust().certificate().equals(Optional.of(TlsFiles.shown(certificate)))) {
                throw new IngestionException(IngestionErrorType.SSL_CERTIFICATE_VALIDATION_FAILURE, "not pinned");
            }
            return Optional.empty();
        }

        @Override
        public SourceConnection open(SourceConfig config, Credentials credentials, ReadMeter meter) {
            throw new UnsupportedOperationException("only tested");
        }
    }

    @BeforeEach
    void create() {
        try (Secret password = Secret.of("pw")) {
            core.spice()
                    .dataSources()
                    .create(
                            new DataSourceDefinition(
                                    SHOP, "Shop", DataSourceType.MYSQL, "db", 3306, "shop", true, null, null),
                            new CredentialsInput.CredentialPair("ann", password));
        }
        await(ResourceStatus.CREATION_FAILED);
    }

    @AfterEach
    void stop() {
        System.setIn(before);
        served.close();
    }

    private void await(ResourceStatus status) {
        Awaitility.await()
                .until(() -> core.spice().dataSources().find(SHOP).orElseThrow().status() == status);
    }

    private int run(String typed, String... more) {
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        String[] arguments = new String[more.length + 1];
        arguments[0] = "shop";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return served.run(new DataSourceTrustCommand(), arguments);
    }

    private List<ShownProof> pinned() {
        return core.spice().dataSources().trusts().pinned(SHOP);
    }

    private List<AuditRecord> records() {
        return core.spice().audit().search(AuditQuery.oldest(100).named("TrustDataSource"));
    }

    @Test
    void aCertificateIsShownComparedPinnedOnRecordAndTheSourceTestedAnew() {
        String fingerprint = TlsFiles.shown("self-signed").fingerprint().text();
        assertThat(run("no\n")).isOne();
        assertThat(served.out().toString())
                .contains(
                        "The server of 'shop' shows this certificate:",
                        "signed by    itself (CN=self)",
                        "names        self",
                        "valid until  " + TlsFiles.shown("self-signed").until(),
                        "SHA-256      " + fingerprint,
                        "openssl x509 -in server-cert.pem -noout -fingerprint -sha256",
                        "nothing is pinned");
        assertThat(pinned()).isEmpty();
        assertThat(records()).isEmpty();
        assertThat(run("yes\n")).isZero();
        assertThat(pinned()).containsExactly(TlsFiles.shown("self-signed"));
        assertThat(records()).singleElement().satisfies(record -> assertThat(record.json())
                .contains(fingerprint, "\"nothing\"", "operator"));
        await(ResourceStatus.UPDATE_SUCCESSFUL);
        assertThat(run("")).isZero();
        assertThat(served.out().toString()).contains("It is pinned already.");
    }

    @Test
    void anotherCertificateIsPinnedByItsFingerprintOnlyAndForgottenOnRecord() {
        assertThat(run(
                        "",
                        "--fingerprint",
                        TlsFiles.shown("self-signed").fingerprint().text()))
                .isZero();
        await(ResourceStatus.UPDATE_SUCCESSFUL);
        server.certificate = "server";
        assertThat(run(
                        "",
                        "--fingerprint",
                        TlsFiles.shown("self-signed").fingerprint().text()))
                .isOne();
        assertThat(served.out().toString())
                .contains("ANOTHER ONE IS PINNED: "
                        + TlsFiles.shown("self-signed").fingerprint());
        assertThat(served.err().toString())
                .contains(
                        "data source 'shop' is not pinned: its server shows a certificate signed by CN=Test authority")
                .contains("Compare again; where the server has not changed, somebody stands between");
        assertThat(pinned()).containsExactly(TlsFiles.shown("self-signed"));
        assertThat(run("", "--forget")).isZero();
        assertThat(run("", "--forget")).isOne();
        assertThat(pinned()).isEmpty();
        assertThat(records()).hasSize(2);
        await(ResourceStatus.UPDATE_FAILED);
        assertThat(run("", "--fingerprint", "AB")).isOne();
        assertThat(served.err().toString()).contains("fingerprint 'AB' is not the SHA-256 of a certificate or key");
    }

    @Test
    void whatAFileDeclaresIsOnRecordWheneverItIsAnother() {
        DeclaredTrust named = new DeclaredTrust(
                Optional.of(new Authorities(false, TlsFiles.certificates("authority"))),
                Optional.of("db.example.org"),
                Optional.empty(),
                Optional.empty());
        var trusts = core.spice().dataSources().trusts();
        assertThat(trusts.declare(SHOP, DeclaredTrust.NONE)).isFalse();
        assertThat(trusts.declare(SHOP, named)).isTrue();
        assertThat(trusts.declare(SHOP, named)).isFalse();
        assertThat(trusts.declare(SHOP, DeclaredTrust.NONE)).isTrue();
        assertThat(records()).hasSize(2);
        assertThat(records()).anySatisfy(record -> assertThat(record.json()).contains("host name: db.example.org"));
    }
}
