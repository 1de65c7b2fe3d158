package io.spicerack.ops;

import java.util.List;

/** The data sources, {@code io.spicerack:type=Sources}. */
@About("Data sources: where each is, whether it can be connected to, and where its credentials are kept")
public interface SourcesMXBean {
    @About("Each data source as its last connection found it; asks nobody")
    List<SourceLine> getSources();

    @About("Data sources whose last connection failed")
    int getFailed();

    @About(
            "Data sources whose user may change data, of those that were looked at: each should have one that may only read")
    List<String> getMayChange();
}
