package io.spicerack.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.Installation;
import io.spicerack.catalog.database.CatalogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copied data directory does not run beside its original, whose grants it would retire. */
class CopiedDirectoryTest {
    @TempDir
    private Path directory;

    private Path original;
    private String id;

    @BeforeEach
    void firstStart() {
        original = directory.resolve("original");
        try (Catalog catalog = open(original)) {
            Installation.settle(catalog, false);
            id = Installation.id(catalog);
        }
    }

    @Test
    void isRefusedWithTheWayOut() throws IOException {
        try (Catalog copy = open(copied())) {
            assertThatThrownBy(() -> Installation.settle(copy, false))
                    .isInstanceOf(CatalogException.class)
                    .hasMessageContaining("is a copy of another one, or a backup that was put back: installation " + id)
                    .hasMessageContaining("start once with: spicerack run --adopt");
        }
    }

    @Test
    void isTakenOverOnceItWasSaidThatTheOriginalIsGone() throws IOException {
        Path copied = copied();
        try (Catalog copy = open(copied)) {
            Installation.settle(copy, true);
        }
        try (Catalog copy = open(copied)) {
            assertThatCode(() -> Installation.settle(copy, false)).doesNotThrowAnyException();
            assertThat(Installation.id(copy)).isEqualTo(id);
        }
    }

    @Test
    void theOriginalStartsAgainAlsoUnderAnotherName() throws IOException {
        Path moved = Files.move(original, directory.resolve("moved"));
        try (Catalog catalog = open(moved)) {
            assertThatCode(() -> Installation.settle(catalog, false)).doesNotThrowAnyException();
        }
    }

    private Path copied() throws IOException {
        Path copy = directory.resolve("copy");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(original.relativize(file)));
            }
        }
        return copy;
    }

    private static Catalog open(Path directory) {
        return Catalog.open(directory.resolve("catalog.db"), Clock.systemUTC());
    }
}
