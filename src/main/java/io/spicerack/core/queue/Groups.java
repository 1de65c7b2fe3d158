package io.spicerack.core.queue;

import io.spicerack.catalog.record.GroupRunRecord;
import io.spicerack.core.refresh.Coordination;
import io.spicerack.core.refresh.GroupRun;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.IngestionStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The groups that routes declare, and their refreshes in flight. Thread-safe. */
public final class Groups {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<DataSetId, String> declared = new ConcurrentHashMap<>();
    private final Map<String, GroupRun> running = new ConcurrentHashMap<>();

    /** Makes a data set one of a group, from its next request on. */
    public void declare(DataSetId dataSet, String group) {
        declared.put(dataSet, group);
    }

    /** Its route is gone: it is in no group any more. */
    public void forget(DataSetId dataSet) {
        declared.remove(dataSet);
    }

    public Optional<String> group(DataSetId dataSet) {
        return Optional.ofNullable(declared.get(dataSet));
    }

    /** Itself, and those that are refreshed together with it. */
    Set<DataSetId> together(DataSetId dataSet) {
        Set<DataSetId> members = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
        members.add(dataSet);
        String group = declared.get(dataSet);
        declared.forEach((member, of) -> {
            if (of.equals(group)) {
                members.add(member);
            }
        });
        return members;
    }

    boolean runs(GroupRunRecord run) {
        return running.containsKey(run.id());
    }

    /** The run in flight; one of whose members another has failed already fails as soon as it begins. */
    GroupRun begin(GroupRunRecord run) {
        return running.computeIfAbsent(run.id(), id -> {
            GroupRun begun = new GroupRun(run.group(), run.members().keySet(), PATIENCE);
            run.members().forEach((member, status) -> {
                if (status == IngestionStatus.FAILED || status == IngestionStatus.CANCELLED) {
                    begun.fail(
                            member,
                            new IngestionException(
                                    IngestionErrorType.INGESTION_CANCELED,
                                    "its ingestion ended as " + status + " before."));
                }
            });
            return begun;
        });
    }

    void end(Coordination run) {
        running.values().remove(run);
    }

    /** A member that is taken out of the queue takes the others with it. */
    void cancelled(DataSetId dataSet, GroupRunRecord run, String why) {
        GroupRun begun = running.get(run.id());
        if (begun != null) {
            begun.fail(dataSet, new IngestionException(IngestionErrorType.INGESTION_CANCELED, why));
        }
    }
}
