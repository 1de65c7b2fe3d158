package io.spicerack.core;

import io.spicerack.core.proof.Difference;
import io.spicerack.core.proof.ReadBack;
import io.spicerack.core.proof.Reconciliation;
import io.spicerack.core.proof.TalliedRows;
import io.spicerack.core.proof.ValuesReconciliation;
import io.spicerack.core.refresh.Sealing;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.kit.database.TestDatabase;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.KeyReference;
import io.spicerack.model.VersionId;
import io.spicerack.source.SourceConfig;
import io.spicerack.source.SourceConnection;
import io.spicerack.source.TestSource;
import io.spicerack.source.TypeRules;
import io.spicerack.source.ValuesQuery;
import io.spicerack.store.SealedVersion;
import io.spicerack.store.StagedVersion;
import io.spicerack.store.VersionStore;
import io.spicerack.table.RowGroups;
import io.spicerack.table.RowMaps;
import io.spicerack.table.Schema;
import io.spicerack.table.parquet.Compression;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A real source, a real store, and a fault between the two: what is sealed is read back and compared with the source. */
final class ValuesStage {
    private static final KeyReference KEY =
            new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    private static final Arn DATA_SET = Arn.parse("arn:aws:quicksight:eu-west-1:111122223333:dataset/visits");
    private static final DataSetId VISITS = new DataSetId("visits");

    private final VersionStore store;
    private final SourceConnection source;
    private int version;

    ValuesStage(Path directory, SourceConnection source) {
        this.store = new VersionStore(directory, new SecureRandom(), Clock.systemUTC(), 0, Compression.DEFAULT);
        this.source = source;
    }

    static SourceConnection open(TestDatabase database, DataSourceType type) {
        SourceConfig config = new SourceConfig(
                type,
                "127.0.0.1",
                database.server().port(),
                database.name(),
                false,
                new SourceConfig.Timeouts(Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO),
                TypeRules.DEFAULT);
        return TestSource.open(config, database.credentials());
    }

    /** The rows of a query, as a row step would see them. */
    List<Map<String, Object>> rows(String sql) {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (RowGroups groups = source.query(sql)) {
            RowMaps.rows(groups).forEachRemaining(rows::add);
        }
        return rows;
    }

    /** Seals what {@code fault} makes of the query's rows, reads it back, and asks the source until it is content. */
    void reconcile(String sql, UnaryOperator<List<Map<String, Object>>> fault) throws SQLException {
        ValuesQuery values = source.valueHashes(sql).demanded();
        Schema schema;
        List<Map<String, Object>> rows = new ArrayList<>();
        TalliedRows tally;
        try (RowGroups groups = source.query(sql)) {
            schema = groups.schema();
            tally = new TalliedRows(List.of(groups), read -> {}, Optional.empty());
            RowMaps.rows(tally).forEachRemaining(row -> rows.add(new LinkedHashMap<>(row)));
        }
        BitSet withNulls = tally.withNulls();
        try (GeneratedKey key = key();
                StagedVersion staged = store.stage(DATA_SET, VISITS, new VersionId("v" + version++), schema, key);
                ReadBack readBack = new ReadBack(staged, values.rule())) {
            staged.watchFiles(1, readBack::finished);
            new Sealing(staged, SILENT)
                    .write(List.of(RowMaps.rowGroups(schema, fault.apply(rows).iterator())));
            SealedVersion sealed = staged.seal();
            var ours = new ValuesReconciliation.Ours(
                    () -> readBack.of(sealed.files()), () -> readBack.byColumn(values.rule()));
            ask(new ValuesReconciliation(new Difference(VISITS), schema, values, withNulls, ours));
        }
    }

    private void ask(Reconciliation reconciliation) {
        for (var question = reconciliation.question(); question.isPresent(); question = reconciliation.question()) {
            reconciliation.answer(source.numbers(question.get()));
        }
    }

    private static final Sealing.Watch SILENT = new Sealing.Watch() {
        @Override
        public void goOn() {}

        @Override
        public void sealed(int rows, long bytes) {}

        @Override
        public void stop(RuntimeException why) {}
    };

    private static GeneratedKey key() {
        return new GeneratedKey(
                new DataKey(new byte[DataKey.LENGTH], new SecureRandom()), new WrappedKey(KEY, "Y2lwaGVydGV4dCBibG9i"));
    }
}
