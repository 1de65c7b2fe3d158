package io.spicerack.ops;

import org.jspecify.annotations.Nullable;

/** One data set, {@code io.spicerack:type=DataSet,name=ID}. Each attribute reads the catalog anew. */
@About("A data set: its current version and its last ingestion")
public interface DataSetMXBean {
    @About("Id of the current version; null before the first refresh")
    @Nullable
    String getCurrentVersion();

    @About("Rows of the current version")
    long getRows();

    @About("Sealed bytes of the current version on disk")
    long getBytes();

    @About("Seconds since the current version was published; -1 before the first refresh")
    long getAgeSeconds();

    @About("ARN of the KMS key that the current version is sealed under; null before the first refresh")
    @Nullable
    String getKeyArn();

    @About("Whether the current version is under another key than the one for new data; a full refresh moves it")
    boolean isDrifted();

    @About("Status of the newest ingestion, in QuickSight's spelling; null where there was none")
    @Nullable
    String getLastIngestionStatus();

    @About("QuickSight's IngestionErrorType where the newest ingestion FAILED, else null")
    @Nullable
    String getLastErrorType();

    @About("Why the newest ingestion FAILED, and the way out; else null")
    @Nullable
    String getLastErrorMessage();

    @About("Queues a MANUAL full refresh and answers the id of the ingestion")
    String refresh();
}
