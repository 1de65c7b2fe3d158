package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.DataSourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFilesTest {
    private static final String GOOD =
            """
            DataSourceId: shop
            Name: The shop
            Type: POSTGRESQL
            DataSourceParameters:
              PostgreSqlParameters: {Host: "{{host}}", Port: 5432, Database: shop}
            Credentials:
              SecretArn: arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf
            """;

    private final Path directory;

    CatalogFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theFilesOfTheSampleHospitalAreRead() {
        Settings settings = Settings.read(Path.of("config/application.properties"), Map.of(), Map.of());
        List<CatalogFiles.Declared> declared = new CatalogFiles(settings.all()).read(Path.of("config/catalog"));
        assertThat(declared)
                .extracting(one -> one.definition().id().value())
                .containsExactly("hospital-mysql", "hospital-postgres");
    }

    @Test
    void placeholdersAreResolvedAndTlsIsOnUnlessDisabled() throws IOException {
        Files.writeString(directory.resolve("shop.yaml"), GOOD);
        CatalogFiles.Declared declared = new CatalogFiles(Map.of("host", "db.example.com"))
                .read(directory)
                .get(0);
        assertThat(declared.definition().host()).isEqualTo("db.example.com");
        assertThat(declared.definition().type()).isEqualTo(DataSourceType.POSTGRESQL);
        assertThat(declared.definition().ssl()).isTrue();
    }

    @Test
    void whatCannotBeServedIsNamedWithItsFile() throws IOException {
        refused(GOOD + "Tags: []\n", "member 'Tags' cannot be served here; allowed are");
        refused(GOOD.replace("POSTGRESQL", "ORACLE"), "Type 'ORACLE' is not served; allowed are");
        refused(GOOD.replace("5432", "many"), "Port 'many' is no number from 1 to 65535");
        refused(GOOD.replace("SecretArn", "CredentialPair"), "member 'SecretArn' is missing or empty");
        refused(GOOD.replace("{{host}}", "{{nowhere}}"), "placeholder {{nowhere}} names no property");
        refused(
                GOOD.replace("PostgreSqlParameters", "MySqlParameters"),
                "needs DataSourceParameters.PostgreSqlParameters");
        refused("a: [", "shop.yaml");
    }

    private void refused(String text, String words) throws IOException {
        Path file = directory.resolve("shop.yaml");
        Files.writeString(file, text);
        assertThatThrownBy(() -> new CatalogFiles(Map.of("host", "h")).read(directory))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(words);
    }
}
