package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.core.keys.MaskHash;
import io.spicerack.model.KeyReference;
import io.spicerack.model.Sha256;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hash of masked values: the same for the same value, in this installation alone, whatever key keeps its key. */
class MaskHashTest {
    private static final String SSN = "999-12-3456";

    @Test
    void itLastsAndIsAnothersInAnotherInstallation(@TempDir Path one, @TempDir Path other) {
        try (CoreFixture core = CoreFixture.open(one);
                CoreFixture another = CoreFixture.open(other)) {
            String hash = core.spice().maskHash().of(SSN);
            assertThat(hash)
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo(Sha256.hex(SSN).substring(0, 32))
                    .isNotEqualTo(core.spice().maskHash().of("999-12-3457"))
                    .isNotEqualTo(another.spice().maskHash().of(SSN));
            KeyReference key = core.createDefaultKey("next");
            for (KeyReference serviceOwned : new KeyReference[] {CoreFixture.SERVICE_OWNED_KEY, key, key}) {
                try (MaskHash later = new MaskHash(core.catalog(), core.keys(), serviceOwned, CoreFixture.ACCOUNT)) {
                    assertThat(later.of(SSN)).isEqualTo(hash);
                }
            }
            assertThat(core.catalog().read(tx -> tx.settings().find("mask-key")).orElseThrow())
                    .startsWith(key + " ");
        }
    }
}
