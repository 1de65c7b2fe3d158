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

    @About("When the current version's snapshot was taken, by the source's clock (ISO-8601); null where it has none")
    @Nullable
    String getSnapshotTime();

    @About(
            "The current version's place in the source's log: LSN, GTID or file:offset; null where the source tells none")
    @Nullable
    String getSnapshotPosition();

    @About("How the current version was proven: values, counts, read-back or none; null where that was not kept yet")
    @Nullable
    String getProvenBy();

    @About("Why the current version was proven so, in words; null where that was not kept yet")
    @Nullable
    String getProvenWhy();

    @About("Rows that the newest ingestion was expected to read; -1 where neither the source nor history told")
    long getLastExpectedRows();

    @About("Rows that the newest ingestion has read, once it has ended; -1 before")
    long getLastReadRows();

    @About("Seconds that the newest ingestion was expected to take; -1 where nothing told")
    double getLastExpectedSeconds();

    @About("Seconds that the newest ingestion took; -1 before its end")
    double getLastSeconds();

    @About("Seconds that the newest ingestion kept its source's snapshot open; -1 before its end")
    double getLastTransactionSeconds();

    @About("Status of the newest ingestion, in QuickSight's spelling; null where there was none")
    @Nullable
    String getLastIngestionStatus();

    @About("QuickSight's IngestionErrorType where the newest ingestion FAILED, else null")
    @Nullable
    String getLastErrorType();

    @About("Why the newest ingestion FAILED, and the way out; else null")
    @Nullable
    String getLastErrorMessage();

    @About("When a schedule asks for the next refresh, in ISO-8601; null where none does")
    @Nullable
    String getNextRefresh();

    @About("Queues a MANUAL full refresh and answers the id of the ingestion")
    String refresh();

    @About("Stops the ingestion that runs and takes those that wait out of the queue; answers how many. The version"
            + " before goes on serving")
    int cancel();
}
