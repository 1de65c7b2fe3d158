package io.spicerack.core.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.audit.event.CloudTrailEvents;
import io.spicerack.audit.event.RequestIds;
import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.catalog.record.AuditQuery;
import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Arn;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.ResourceStatus;
import io.spicerack.tunnel.Bastion;
import io.spicerack.tunnel.SshServer;
import io.spicerack.wire.Detour;
import io.spicerack.wire.RefusedAddressException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a tunnel's key may be read and its server connected to, and that both are on record. */
@WithCore
class SourceReachTest {
    private static final Arn KEY = Arn.parse("arn:aws:secretsmanager:eu-west-1:123456789012:secret:ssh-AbCdEf");

    private final CoreFixture core;
    private final Trail trail;

    SourceReachTest(CoreFixture core) {
        this.core = core;
        this.trail = new Trail(
                core.catalog(),
                new CloudTrailEvents(CoreFixture.ACCOUNT, core.clock(), UUID::randomUUID),
                new RequestIds());
    }

    @Test
    void aTunnelIsOpenedWithAnAllowedKeyAndOnRecord() throws Exception {
        try (Bastion bastion = Bastion.start();
                ServerSocket database = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Detour way = detour(bastion, database.getLocalPort(), "");
            assertThatThrownBy(() -> way.entrance(socket.getLocalPort(), 20_000))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageContaining("names secret " + KEY + ", which is not on the account's list")
                    .extracting(e -> ((IngestionException) e).type())
                    .isEqualTo(IngestionErrorType.PERMISSION_DENIED);
            core.spice().allowedSecrets().allow(AllowedSecret.of(KEY, List.of("elsewhere:22")));
            assertThatThrownBy(() -> way.entrance(socket.getLocalPort(), 20_000))
                    .isInstanceOf(IngestionException.class)
                    .hasMessageContaining("the account allows it to go to elsewhere:22 alone");
            assertThat(names()).doesNotContain("GetSecretValue", "OpenTunnel");

            core.spice().allowedSecrets().allow(AllowedSecret.of(KEY, List.of("127.0.0.1:" + bastion.port())));
            socket.connect(way.entrance(socket.getLocalPort(), 20_000));
            try (Socket arrived = database.accept()) {
                arrived.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).isEqualTo('x');
            }
            assertThat(names()).containsSubsequence("OpenTunnel", "GetSecretValue");
            assertThat(core.spice().audit().search(AuditQuery.newest(1).named("OpenTunnel")))
                    .singleElement()
                    .satisfies(record -> assertThat(record.json())
                            .contains("\"user\":\"spice\"", bastion.hostKey(), "datasource/clinic"));
        }
    }

    @Test
    void anSshServerIsWhereADataSourceMayBe() throws Exception {
        core.spice().allowedSecrets().allow(new AllowedSecret(KEY, List.of()));
        try (Bastion bastion = Bastion.start()) {
            Detour way = detour(bastion, 5432, "127.0.0.0/8");
            assertThatThrownBy(() -> way.entrance(1, 20_000))
                    .isInstanceOf(RefusedAddressException.class)
                    .hasMessageContaining("host 127.0.0.1 is in network 127.0.0.0/8, where no data source may be");
            assertThat(bastion.users()).isEmpty();
            assertThat(names()).doesNotContain("GetSecretValue");
        }
    }

    /** The server behind it is asked by the SSH server, which would ask its own cloud's metadata service as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "2852039166",
                "0xA9FEA9FE",
                "0xa9.0xfe.0xa9.0xfe",
                "0251.0376.0251.0376",
                "169.254.43518",
                "169.254.169.254.",
                "fe80::1",
                "::ffff:169.254.169.254",
            })
    void noMetadataServiceIsAskedThroughATunnelEither(String host) throws Exception {
        core.spice().allowedSecrets().allow(new AllowedSecret(KEY, List.of()));
        try (Bastion bastion = Bastion.start()) {
            Detour way = detour(bastion, host, 80, "169.254.0.0/16,fe80::/10");
            assertThatThrownBy(() -> way.entrance(1, 20_000))
                    .isInstanceOf(RefusedAddressException.class)
                    .hasMessageContaining(host);
            assertThat(bastion.users()).isEmpty();
            assertThat(names()).doesNotContain("GetSecretValue", "OpenTunnel");
        }
    }

    private List<String> names() {
        return core.spice().audit().search(AuditQuery.newest(20)).stream()
                .map(AuditRecord::eventName)
                .toList();
    }

    private Detour detour(Bastion bastion, int databasePort, String refused) throws Exception {
        return detour(bastion, "localhost", databasePort, refused);
    }

    private Detour detour(Bastion bastion, String databaseHost, int databasePort, String refused) throws Exception {
        String key = bastion.tunnel("localhost", databasePort).key();
        CredentialsStore credentials = new CredentialsStore(
                core.catalog(),
                secret -> key,
                core.keys(),
                core.spice().keyRegistrations(),
                core.spice().allowedSecrets(),
                CoreFixture.ACCOUNT,
                trail);
        DeclaredTunnel tunnel =
                new DeclaredTunnel(new SshServer("127.0.0.1", bastion.port(), "spice", bastion.hostKey()), KEY);
        return new SourceReach(
                        source(databaseHost, databasePort),
                        Egress.parse(refused),
                        new SourceTrail(trail, core.spice().refusals(), core.clock()),
                        () -> Optional.of(tunnel),
                        credentials)
                .detour()
                .orElseThrow();
    }

    private DataSourceRecord source(String host, int port) {
        return new DataSourceRecord(
                new DataSourceId("clinic"),
                "clinic",
                DataSourceType.POSTGRESQL,
                host,
                port,
                "clinic",
                true,
                new CredentialsSource.InSecret(KEY),
                ResourceStatus.CREATION_SUCCESSFUL,
                null,
                null,
                null,
                core.clock().instant(),
                core.clock().instant());
    }
}
