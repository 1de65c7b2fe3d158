package io.spicerack.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checkout may bring into routes/ beside files: links to what it must not read, names that say more than a name, bombs. */
class HostileFolderTest {
    private static final String ROUTE = "dataSet: wards\ndataSource: db\nsqlFile: wards.sql\n";

    private final Path routes;
    private final Path token;

    HostileFolderTest(@TempDir Path directory) throws IOException {
        routes = Files.createDirectories(directory.resolve("routes"));
        token = Files.writeString(directory.resolve("management.token"), "planted-token");
        Files.writeString(routes.resolve("wards.yaml"), ROUTE);
    }

    private CheckedFile checked() {
        return RouteChecks.all("direct:reconcile", RouteFolder.engineers(routes).toArray(RouteText[]::new))
                .get(0);
    }

    /** The source would have been sent the token as its query, and have logged it. */
    @Test
    void aQueryIsNoLinkToASecret() throws IOException {
        Files.createSymbolicLink(routes.resolve("wards.sql"), token);
        CheckedFile file = checked();
        assertThat(file.good()).isFalse();
        assertThat(file.toString()).doesNotContain("planted-token");
        assertThat(RouteFolder.engineers(routes).toString()).doesNotContain("planted-token");
    }

    @Test
    void aRouteFileIsNoLinkToASecretEither() throws IOException {
        Files.delete(routes.resolve("wards.yaml"));
        Files.createSymbolicLink(routes.resolve("wards.yaml"), token);
        CheckedFile file = checked();
        assertThat(file.findings())
                .singleElement()
                .asString()
                .contains("it is a link to a file whose name does not end in .yaml")
                .doesNotContain("planted");
    }

    @Test
    void aLinkThroughLinksIsFollowedToItsEnd() throws IOException {
        Path between = Files.createSymbolicLink(routes.resolve("between.sql"), token);
        Files.createSymbolicLink(routes.resolve("wards.sql"), between);
        assertThat(checked().good()).isFalse();
        assertThat(RouteFolder.engineers(routes).toString()).doesNotContain("planted-token");
    }

    @Test
    void aMountedFileIsRead() throws IOException {
        Path mounted = Files.createDirectories(routes.resolve("..2026"));
        Files.writeString(mounted.resolve("wards.sql"), "SELECT 1 AS one");
        Files.createSymbolicLink(routes.resolve("..data"), mounted);
        Files.createSymbolicLink(routes.resolve("wards.sql"), Path.of("..data", "wards.sql"));
        assertThat(checked().good()).isTrue();
    }

    @Test
    void aFileWithoutEndIsReadToItsBoundAlone() throws IOException {
        Files.writeString(routes.resolve("wards.yaml"), "a".repeat((1 << 20) + 1));
        assertThat(checked().findings()).singleElement().asString().contains("it is larger than 1 MiB");
        Files.write(routes.resolve("wards.yaml"), new byte[] {(byte) 0xc3, 0x28});
        assertThat(checked().findings()).singleElement().asString().contains("it is not UTF-8");
    }

    /** Whoever lists the files, or reads the log, would have seen a line that nobody wrote, or none at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n2026-11-30 FORGED.yaml",
                "a\u001b[2K.yaml",
                "a\u202elmay.yaml",
                "a\u2028b.yaml",
                "a\u0085b.yaml"
            })
    void aNameIsOneLineOfWhatCanBeSeen(String name) throws IOException {
        Files.delete(routes.resolve("wards.yaml"));
        Files.writeString(routes.resolve(name), ROUTE);
        CheckedFile file = checked();
        assertThat(file.good()).isFalse();
        assertThat(file.findings())
                .singleElement()
                .asString()
                .contains("its name has a character that cannot be shown; rename it")
                .doesNotContainPattern("[\\x00-\\x1f\\u0085\\u2028\\u202e]");
    }

    @Test
    void aHundredThousandFaultsAreToldAsTheFirstOnes() {
        String text = "dataSet: wards\n" + "x: 1\ny: &a [*a]\n".repeat(30_000);
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
        List<RouteFinding> findings = RouteChecks.check(text).findings();
        assertThat(findings).hasSizeLessThan(300);
        assertThat(findings.get(findings.size() - 1).message()).contains(" more findings below");
    }
}
