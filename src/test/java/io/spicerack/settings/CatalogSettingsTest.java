package io.spicerack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.settings.CatalogSettings.Nodes;
import io.spicerack.tls.ServerTrust;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogSettingsTest {
    private static final String SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:catalog-AbCdEf";

    private static CatalogSettings settings(String catalog, String... more) {
        Map<String, String> values = new HashMap<>();
        values.put("spicerack.catalog", catalog);
        values.put("spicerack.catalog.secret", SECRET);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return Settings.read(Path.of("config/application.properties"), Map.of(), values)
                .catalog();
    }

    @Test
    void theCatalogIsInAFileUntilItIsSaidOtherwise() {
        assertThat(settings("").checked()).isEmpty();
    }

    @Test
    void aServerIsVerifiedWhereverItIs() {
        CatalogSettings.Server server = settings(
                        "jdbc:postgresql://db-1.example:6432,db-2.example,[2001:db8::1]/spicerack")
                .checked()
                .orElseThrow();
        assertThat(server.address())
                .hasToString("postgresql://db-1.example:6432,db-2.example:5432,[2001:db8::1]:5432/spicerack");
        assertThat(server.trust()).isEqualTo(ServerTrust.OF_JVM);
        assertThat(server.secret()).hasToString(SECRET);
    }

    @Test
    void withoutTlsItIsOnThisMachine() {
        for (String here : List.of("localhost", "127.0.0.1", "[::1]:5433")) {
            assertThat(settings("jdbc:postgresql://" + here + "/spicerack", "spicerack.catalog.tls", "off")
                            .checked()
                            .orElseThrow()
                            .trust())
                    .isEqualTo(ServerTrust.UNENCRYPTED);
        }
        for (String elsewhere : List.of("db.example", "127.0.0.1.example", "localhost,db.example", "10.0.0.1")) {
            assertThatThrownBy(() -> settings(
                                    "jdbc:postgresql://" + elsewhere + "/spicerack", "spicerack.catalog.tls", "off")
                            .checked())
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("spicerack.catalog.tls is off, and postgresql://")
                    .hasMessageContaining("is not on this machine");
        }
        assertThatThrownBy(() -> settings("jdbc:postgresql://localhost/a", "spicerack.catalog.tls", "prefer")
                        .checked())
                .hasMessageContaining("spicerack.catalog.tls is 'prefer'; it must be verify-full or off");
    }

    @Test
    void aPasswordInThePlaceIsRefusedAndNotShown() {
        for (String given : List.of(
                "jdbc:postgresql://me:hunter2@db.example/spicerack",
                "jdbc:postgresql://db.example/spicerack?user=me&password=hunter2",
                "postgresql://me:hunter2@db.example/spicerack",
                "jdbc:postgresql://db.example/spicerack?sslmode=hunter2")) {
            assertThatThrownBy(() -> settings(given).checked())
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith("spicerack.catalog: it has more than a place in it, and is not shown here")
                    .hasMessageContaining("spicerack.catalog.secret")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void whatIsNoPlaceIsRefused() {
        for (String given : List.of(
                "jdbc:mysql://db.example/spicerack",
                "db.example",
                "jdbc:postgresql://",
                "jdbc:postgresql://db.example",
                "jdbc:postgresql://db.example/",
                "jdbc:postgresql:///spicerack",
                "jdbc:postgresql://a,,b/spicerack",
                "jdbc:postgresql://db.example:99999/spicerack",
                "jdbc:postgresql://db.example:0/spicerack",
                "jdbc:postgresql://db example/spicerack")) {
            assertThatThrownBy(() -> settings(given).checked())
                    .as(given)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith("spicerack.catalog: it");
        }
    }

    @Test
    void whoLogsInIsInASecret() {
        for (String given : List.of("", "hunter2", "arn:aws:kms:eu-west-1:111122223333:key/1")) {
            assertThatThrownBy(() -> settings("jdbc:postgresql://db.example/a", "spicerack.catalog.secret", given)
                            .checked())
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("it must be the ARN of a secret with username and password, since"
                            + " spicerack.catalog is set");
        }
    }

    @Test
    void nodesThatStandByForEachOtherShareAllThatTheNextOneNeeds() {
        String[] shared = {
            "spicerack.nodes",
            "standby",
            "spicerack.store",
            "s3://sealed/hospital",
            "spicerack.audit.signing-key",
            "arn:aws:kms:eu-west-1:111122223333:key/digests"
        };
        assertThat(settings("").nodes()).isEqualTo(Nodes.ONE);
        CatalogSettings several = settings("jdbc:postgresql://db.example/a", shared);
        assertThat(several.checked()).isPresent();
        assertThat(several.nodes()).isEqualTo(Nodes.STANDBY);
        assertThatThrownBy(() -> settings("", "spicerack.nodes", "standby").checked())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "spicerack.nodes is standby, and spicerack.catalog is empty; it must be a database that"
                                + " all nodes reach; a file is one machine's")
                .hasMessageContaining("spicerack.nodes is standby, and spicerack.store is empty; it must be a bucket")
                .hasMessageContaining(
                        "spicerack.nodes is standby, and spicerack.audit.signing-key is empty; it must be a key of"
                                + " KMS");
        shared[1] = "together";
        assertThat(settings("jdbc:postgresql://db.example/a", shared).nodes()).isEqualTo(Nodes.TOGETHER);
        assertThatThrownBy(() -> settings("", "spicerack.nodes", "together").checked())
                .hasMessageContaining("spicerack.nodes is together, and spicerack.store is empty; it must be a bucket");
        assertThatThrownBy(() -> settings("jdbc:postgresql://db.example/a", "spicerack.nodes", "many")
                        .checked())
                .hasMessageContaining("spicerack.nodes is 'many'; it must be one, standby or together");
    }
}
