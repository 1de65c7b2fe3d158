package io.spicerack.catalog;

import io.spicerack.catalog.record.DataSetRecord;
import io.spicerack.model.DataSetId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The account's data sets. */
public final class DataSetStore {
    private static final String SELECT = "SELECT data_set_id AS id, name, declared_in, created, updated FROM data_set ";

    private static final String DECLARE =
            """
            INSERT INTO data_set (data_set_id, name, declared_in, created, updated)
            VALUES (:id, :name, :declaredIn, :now, :now)
            ON CONFLICT (data_set_id) DO UPDATE
                SET name = excluded.name, declared_in = excluded.declared_in, updated = excluded.updated,
                    deleted = NULL""";

    private final Handle handle;
    private final Clock clock;

    DataSetStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** Makes the data set known, or gives the known one this name and file. */
    public DataSetRecord declare(DataSetId id, String name, @Nullable String declaredIn) {
        handle.createUpdate(DECLARE)
                .bind("id", id)
                .bind("name", name)
                .bind("declaredIn", declaredIn)
                .bind("now", clock.instant())
                .execute();
        return find(id).orElseThrow();
    }

    /** The same for many, by the file of each, which have their ids for names. */
    public void declare(Map<DataSetId, String> files) {
        if (files.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        PreparedBatch all = handle.prepareBatch(DECLARE);
        files.forEach((id, file) -> all.bind("id", id)
                .bind("name", id.value())
                .bind("declaredIn", file)
                .bind("now", now)
                .add());
        int[] unused = all.execute();
    }

    /** A new data set, which no route declares. */
    public void create(DataSetId id, String name) {
        int inserted = handle.createUpdate(
                        """
                        INSERT INTO data_set (data_set_id, name, created, updated) VALUES (:id, :name, :now, :now)
                        ON CONFLICT (data_set_id) DO NOTHING""")
                .bind("id", id)
                .bind("name", name)
                .bind("now", clock.instant())
                .execute();
        if (inserted == 0) {
            throw new RefusedChangeException(
                    find(id).isPresent()
                            ? "data set '" + id + "' exists already; update it, or choose another id"
                            : "data set '" + id + "' is being deleted; try again when its last version is gone");
        }
    }

    public void rename(DataSetId id, String name) {
        handle.createUpdate("UPDATE data_set SET name = :name, updated = :now WHERE data_set_id = :id")
                .bind("id", id)
                .bind("name", name)
                .bind("now", clock.instant())
                .execute();
    }

    /**
     * It is gone for everybody from now on, its definition and refresh properties at once; {@link #delete} forgets the rest
     * when its versions and grants are gone.
     */
    public void markDeleted(DataSetId id) {
        handle.execute("DELETE FROM data_set_definition WHERE data_set_id = ?", id.value());
        handle.execute("DELETE FROM refresh_properties WHERE data_set_id = ?", id.value());
        handle.createUpdate("UPDATE data_set SET deleted = :now WHERE data_set_id = :id")
                .bind("id", id)
                .bind("now", clock.instant())
                .execute();
    }

    /** Those that are marked and still there. */
    public List<DataSetId> deleted() {
        return handle.createQuery("SELECT data_set_id FROM data_set WHERE deleted IS NOT NULL ORDER BY data_set_id")
                .mapTo(DataSetId.class)
                .list();
    }

    public Optional<DataSetRecord> find(DataSetId id) {
        return handle.createQuery(SELECT + "WHERE data_set_id = :id AND deleted IS NULL")
                .bind("id", id)
                .mapTo(DataSetRecord.class)
                .findOne();
    }

    public List<DataSetRecord> list() {
        return handle.createQuery(SELECT + "WHERE deleted IS NULL ORDER BY data_set_id")
                .mapTo(DataSetRecord.class)
                .list();
    }

    /**
     * Deletes the data set and the record of its ingestions. Refused while it has versions or grants, so that no file stays
     * behind that nobody knows of. False where there was no such data set.
     */
    public boolean delete(DataSetId id) {
        int versions = count("SELECT count(*) FROM data_set_version WHERE data_set_id = :id", id);
        int grants = count("SELECT count(*) FROM key_grant WHERE data_set_id = :id", id);
        if (versions + grants > 0) {
            throw new RefusedChangeException("data set '" + id + "' still has " + versions + " versions and " + grants
                    + " grants; remove and retire them first");
        }
        return handle.createUpdate("DELETE FROM data_set WHERE data_set_id = :id")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private int count(String sql, DataSetId id) {
        return handle.createQuery(sql).bind("id", id).mapTo(int.class).one();
    }
}
