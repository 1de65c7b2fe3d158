package io.spicerack.source;

import io.spicerack.model.DurationText;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a server is behind the one that it copies; a replica beyond the limit, or of unknown lag, is not read. Stateless. */
public final class ReplicaLag {
    private ReplicaLag() {}

    /**
     * Throws where the limit is passed.
     *
     * @param lag null where the server does not know
     * @param unknown why it would not
     */
    public static Optional<Duration> checked(SourceConfig config, @Nullable Duration lag, String unknown) {
        Optional<Duration> limit = config.limits().replicaLag();
        if (limit.isPresent() && (lag == null || lag.compareTo(limit.get()) > 0)) {
            throw new IngestionException(
                    IngestionErrorType.SOURCE_RESOURCE_LIMIT_EXCEEDED,
                    config.place() + " is a replica "
                            + (lag == null
                                    ? "of unknown lag (" + unknown + ")"
                                    : "that is " + DurationText.of(lag) + " behind")
                            + "; the source budget allows " + DurationText.of(limit.get())
                            + " (ReplicaLag). Refresh when it has caught up, read the primary, or raise the budget.");
        }
        return Optional.ofNullable(lag);
    }
}
