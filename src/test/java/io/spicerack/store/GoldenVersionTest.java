package io.spicerack.store;

import static io.spicerack.store.StoreFixture.DATA_SET;
import static io.spicerack.store.StoreFixture.PATIENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.envelope.DataKey;
import io.spicerack.model.VersionId;
import io.spicerack.table.SampleTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that earlier releases sealed open for ever. A change that breaks one needs a new format number. */
class GoldenVersionTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @ValueSource(strings = {"format-1", "format-2"})
    void aVersionOfEachFormatOpens(String format) throws Exception {
        StoreFixture fixture = new StoreFixture(GOLDEN.resolve("store"));
        byte[] key = HexFormat.of()
                .parseHex(Files.readString(GOLDEN.resolve(format + ".key")).strip());
        String digest =
                Files.readString(GOLDEN.resolve(format + ".manifest.sha256")).strip();
        try (DataKey dataKey = new DataKey(key, new SecureRandom());
                OpenVersion open = fixture.store.open(DATA_SET, PATIENTS, new VersionId(format), digest, dataKey)) {
            open.verify();
            assertThat(SampleTables.texts(open.read(() -> {}))).isEqualTo(SampleTables.texts(SampleTables.edges()));
        }
    }

    @Test
    void aVersionOfFormatOneIsNotRewrappedSinceItsFilesHoldTheWrappedKey() throws Exception {
        StoreFixture fixture = new StoreFixture(GOLDEN.resolve("store"));
        String digest =
                Files.readString(GOLDEN.resolve("format-1.manifest.sha256")).strip();
        assertThatThrownBy(() ->
                        fixture.store.rewrap(PATIENTS, new VersionId("format-1"), digest, StoreFixture.OTHER_WRAPPED))
                .hasMessage("version patients/format-1 is of format 1, whose files hold the wrapped key themselves: it"
                        + " cannot be rewrapped. A full refresh moves it");
    }

    /** How the newest golden version was made: its argument is the directory {@code golden}. */
    public static void main(String[] arguments) throws Exception {
        Path golden = Path.of(arguments[0]);
        VersionId version = new VersionId("format-2");
        SealedVersion sealed = new StoreFixture(golden.resolve("store")).sealEdges(version);
        Files.writeString(golden.resolve("format-2.key"), HexFormat.of().formatHex(StoreFixture.keyBytes(version)));
        Files.writeString(golden.resolve("format-2.manifest.sha256"), sealed.manifestSha256());
    }
}
