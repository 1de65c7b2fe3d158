package io.spicerack.ops;

import java.util.List;

/** All ingestions, {@code io.spicerack:type=Ingestions}. */
@About("Ingestions: those that run, and how many have ended since the start")
public interface IngestionsMXBean {
    @About("Refreshes in flight; a picture of this moment")
    List<RunningIngestion> getRunning();

    @About("Ingestions that ended as COMPLETED since the service started")
    long getCompleted();

    @About("Ingestions that ended as FAILED since the service started")
    long getFailed();
}
