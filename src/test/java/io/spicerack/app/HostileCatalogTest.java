package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.core.sources.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a checkout may bring into config/catalog/ beside files: names that say more than a name, links to what must not be read,
 * bombs, and secrets where others see them. Each takes itself down, and no other.
 */
class HostileCatalogTest {
    private static final String GOOD =
            """
            DataSourceId: shop
            Name: The shop
            Type: POSTGRESQL
            DataSourceParameters:
              PostgreSqlParameters: {Host: h, Port: 5432, Database: shop}
            Credentials:
              SecretArn: arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf
            """;

    private static final String HIDDEN = "[\\x00-\\x1f\\u0085\\u2028\\u202e]";

    private final Path catalog;
    private final Path token;

    HostileCatalogTest(@TempDir Path directory) throws IOException {
        catalog = Files.createDirectories(directory.resolve("config/catalog"));
        token = Files.writeString(directory.resolve("management.token"), "planted-token");
        Files.writeString(catalog.resolve("shop.yaml"), GOOD);
    }

    /** Whoever lists the files, or reads the log, would have seen a line that nobody wrote. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n2026-11-30 FORGED.yaml",
                "a\n2026-11-30 FORGED.yml",
                "a\u001b[2K.yaml",
                "a\u202elmay.yaml",
                "a\u2028b.yaml",
                "a\u0085b.yaml"
            })
    void aNameIsOneLineOfWhatCanBeSeen(String name) throws IOException {
        Files.writeString(catalog.resolve(name), GOOD.replace("shop", "other"));
        CatalogFiles.Read refused = refused();
        assertThat(refused.file()).startsWith("config/catalog/a").doesNotContainPattern(HIDDEN);
        assertThat(refused.why())
                .containsPattern("its name has a character that cannot be shown|would not be read")
                .doesNotContainPattern(HIDDEN);
    }

    @Test
    void aLinkToASecretIsNotRead() throws IOException {
        Path link = Files.createSymbolicLink(catalog.resolve("between.yaml"), token);
        Files.createSymbolicLink(catalog.resolve("linked.yaml"), link);
        assertThat(reads())
                .filteredOn(read -> read.declared().isEmpty())
                .hasSize(2)
                .allSatisfy(read -> assertThat(read.why())
                        .contains("it is a link to a file whose name does not end in .yaml")
                        .doesNotContain("planted"));
        assertStillThere();
    }

    /** A file that may be linked to since its name ends well is told of by the place of its fault alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "token: planted-token: more",
                "[planted-token, {",
                "password: 'planted-token",
                "planted-token\n\t- x: [",
                "planted-token"
            })
    void nothingIsQuotedOfAFileThatIsNoYaml(String text) throws IOException {
        Path elsewhere = Files.writeString(token.resolveSibling("users.yaml"), text);
        Files.createSymbolicLink(catalog.resolve("linked.yaml"), elsewhere);
        assertThat(refused().why()).doesNotContain("planted").doesNotContain("\n");
    }

    @Test
    void whatIsTooLargeTooDeepOrNoTextIsRefused() throws IOException {
        for (Map.Entry<String, String> bomb : Map.of(
                        "a".repeat((1 << 20) + 1),
                        "it is larger than 1 MiB",
                        "[".repeat(1 << 19),
                        "nesting depth",
                        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
                        "member 'a' cannot be served here")
                .entrySet()) {
            Files.writeString(catalog.resolve("bomb.yaml"), bomb.getKey());
            assertThat(refused().why()).containsIgnoringCase(bomb.getValue()).hasSizeLessThan(1_000);
        }
        Files.write(catalog.resolve("bomb.yaml"), new byte[] {(byte) 0xc3, 0x28});
        assertThat(refused().why()).contains("it is not UTF-8");
        Files.delete(catalog.resolve("bomb.yaml"));
        Files.createDirectory(catalog.resolve("folder.yaml"));
        assertStillThere();
    }

    /** The last one would have won, whichever a reader of the file had seen. */
    @ParameterizedTest
    @ValueSource(strings = {"Name: Another\n", "---\nDataSourceId: third\n"})
    void aMemberThatStandsTwiceOrASecondDocumentIsRefused(String more) throws IOException {
        Files.writeString(catalog.resolve("other.yaml"), GOOD.replace("shop", "other") + more);
        assertThat(refused().why()).contains("other.yaml: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{spicerack.alerts.webhook.url}}",
                "{{camel.component.aws2-s3.secretKey}}",
                "https://reader:planted-password@db.example.com/shop",
                "reader:planted-password@db.example.com"
            })
    void aSecretOfTheServiceOrInAUrlIsNeitherTakenNorTold(String host) throws IOException {
        Files.writeString(
                catalog.resolve("other.yaml"),
                GOOD.replace("shop", "other").replace("Host: h", "Host: \"" + host + "\""));
        assertThat(refused().why())
                .containsPattern("names a setting of the service|is no name or address of a server")
                .doesNotContain("planted");
    }

    /** The one that is refused, while the good one is there. */
    private CatalogFiles.Read refused() {
        assertStillThere();
        return reads().stream()
                .filter(read -> read.declared().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private void assertStillThere() {
        assertThat(reads().stream().flatMap(read -> read.declared().stream()))
                .extracting(declared -> declared.definition().id().value())
                .containsExactly("shop");
    }

    private List<CatalogFiles.Read> reads() {
        return new CatalogFiles(
                        Map.of(
                                "spicerack.alerts.webhook.url", "https://hook/planted",
                                "camel.component.aws2-s3.secretKey", "planted"),
                        Databases.SERVED)
                .each(catalog, id -> Optional.empty());
    }
}
