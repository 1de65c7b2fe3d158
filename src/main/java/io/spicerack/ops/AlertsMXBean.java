package io.spicerack.ops;

import java.util.List;

/** What went wrong, told as it is seen: {@code io.spicerack:type=Alerts}, to subscribe to. */
@About("Notifications when an ingestion fails, a key's state changes, or a data set drifts from the key for new data")
public interface AlertsMXBean {
    @About("The newest of them, the oldest first, each with its time (UTC), type and words")
    List<String> getNewest();
}
