package io.spicerack.core.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import io.spicerack.store.OpenVersion;
import io.spicerack.store.SealedVersion;
import io.spicerack.store.StagedVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.RowGroup;
import io.spicerack.table.RowGroups;
import io.spicerack.table.SampleTables;
import io.spicerack.table.Schema;
import io.spicerack.table.hash.TableChecksum;
import io.spicerack.table.parquet.Compression;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TakesLong
class SealingTest {
    private static final KeyReference KEY =
            new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    private static final Arn DATA_SET = Arn.parse("arn:aws:quicksight:eu-west-1:111122223333:dataset/visits");
    private static final DataSetId VISITS = new DataSetId("visits");
    private static final VersionId ONE = new VersionId("v1");
    private static final Schema NUMBERS = new Schema(List.of(new Column("age", new ColumnType.Int(32))));

    private final VersionStore store;
    private final AtomicLong seen = new AtomicLong();

    SealingTest(@TempDir Path directory) {
        store = new VersionStore(directory, new SecureRandom(), Clock.systemUTC(), 0, Compression.DEFAULT);
    }

    @Test
    void aPartOfSeveralRowGroupsIsWrittenWholeAndCounted() throws Exception {
        Schema schema = SampleTables.generated(6);
        try (GeneratedKey key = key();
                StagedVersion staged = stage(schema, key)) {
            sealing(staged).write(List.of(SampleTables.generate(schema, 300_000)));
            SealedVersion sealed = staged.seal();
            assertThat(seen).hasValue(300_000);
            try (OpenVersion open = store.open(DATA_SET, VISITS, ONE, sealed.manifestSha256(), key.plaintext())) {
                assertThat(TableChecksum.of(open.read(() -> {})))
                        .isEqualTo(TableChecksum.of(SampleTables.generate(schema, 300_000)));
            }
        }
    }

    @Test
    void whatGoesWrongWhileTheLastGroupIsWrittenIsThrown() {
        try (GeneratedKey key = key();
                StagedVersion staged = stage(NUMBERS, key)) {
            assertThatThrownBy(() -> sealing(staged).write(List.of(ages(1, 1L << 40))))
                    .hasMessage("a value of column 'age' does not fit 32 bits; select it as a wider type");
        }
    }

    @Test
    void whatGoesWrongWhileAnEarlierGroupIsWrittenIsThrownBeforeTheNextIsTaken() {
        try (GeneratedKey key = key();
                StagedVersion staged = stage(NUMBERS, key)) {
            assertThatThrownBy(() -> sealing(staged).write(List.of(ages(1L << 40, 1, 2, 3))))
                    .hasMessage("a value of column 'age' does not fit 32 bits; select it as a wider type");
            assertThat(seen).hasValue(0);
        }
    }

    @Test
    void aSourceThatBreaksOffLeavesItsOwnFailureAndNothingThatCouldBeSealed() {
        RowGroups broken = ages(1, 2, -1);
        try (GeneratedKey key = key();
                StagedVersion staged = stage(NUMBERS, key)) {
            assertThatThrownBy(() -> sealing(staged).write(List.of(broken))).hasMessage("the source broke off");
            assertThatThrownBy(staged::seal).hasMessageContaining("1 parts are not finished");
        }
    }

    /** A row group for each value; a negative one is where the source breaks off. */
    private static RowGroups ages(long... values) {
        return new RowGroups() {
            private int done;

            @Override
            public Schema schema() {
                return NUMBERS;
            }

            @Override
            public boolean next(RowGroup group) {
                group.clear();
                if (done == values.length) {
                    return false;
                }
                if (values[done] < 0) {
                    throw new IllegalStateException("the source broke off");
                }
                group.longs(0).append(values[done++]);
                group.endRow();
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private Sealing sealing(StagedVersion staged) {
        return new Sealing(staged, new Sealing.Watch() {
            @Override
            public void goOn() {}

            @Override
            public void sealed(int rows, long bytes) {
                seen.addAndGet(rows);
            }

            @Override
            public void stop(RuntimeException why) {}
        });
    }

    private StagedVersion stage(Schema schema, GeneratedKey key) {
        return store.stage(DATA_SET, VISITS, ONE, schema, key);
    }

    private static GeneratedKey key() {
        return new GeneratedKey(new DataKey(new byte[32], new SecureRandom()), new WrappedKey(KEY, "AAAA"));
    }
}
