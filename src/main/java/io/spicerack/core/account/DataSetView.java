package io.spicerack.core.account;

import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.catalog.record.VersionRecord;
import org.jspecify.annotations.Nullable;

/**
 * One data set as everybody is shown it, over whichever port.
 *
 * @param current its current version, where there is one
 * @param drifted whether that is under another key than the one that the next version is sealed under
 * @param lastIngestion where there was one
 */
public record DataSetView(
        DataSetRecord dataSet,
        @Nullable VersionRecord current,
        boolean drifted,
        @Nullable IngestionRecord lastIngestion) {}
