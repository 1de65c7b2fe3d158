package io.spicerack.catalog;

import io.spicerack.catalog.record.CredentialsSource;
import io.spicerack.catalog.record.CredentialsSource.EncryptedPair;
import io.spicerack.catalog.record.CredentialsSource.InSecret;
import io.spicerack.catalog.record.CredentialsSource.RdsUser;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceErrorType;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.DataSourceType;
import io.spicerack.model.KeyReference;
import io.spicerack.model.ResourceStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The account's data sources. */
public final class DataSourceStore {
    private final Handle handle;
    private final Clock clock;

    DataSourceStore(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    public void insert(DataSourceRecord dataSource) {
        int inserted = bind(
                        dataSource,
                        """
                        INSERT INTO data_source (data_source_id, name, type, host, port, database_name, ssl, credentials_arn,
                            pair_key_arn, pair_ciphertext, status, error_type, error_message, vpc_connection_arn,
                            declared_in, created, updated)
                        VALUES (:id, :name, :type, :host, :port, :database, :ssl, :credentialsArn, :pairKeyArn,
                            :pairCiphertext, :status, :error?.type, :error?.message, :vpcConnectionArn, :declaredIn,
                            :created, :updated)
                        ON CONFLICT (data_source_id) DO NOTHING""")
                .execute();
        if (inserted == 0) {
            throw new RefusedChangeException(
                    "data source '" + dataSource.id() + "' exists already; update it, or choose another id");
        }
    }

    /** Replaces all but the id and the time of creation. */
    public void update(DataSourceRecord dataSource) {
        int updated = bind(
                        dataSource,
                        """
                        UPDATE data_source SET name = :name, type = :type, host = :host, port = :port,
                            database_name = :database, ssl = :ssl, credentials_arn = :credentialsArn, pair_key_arn = :pairKeyArn,
                            pair_ciphertext = :pairCiphertext, status = :status, error_type = :error?.type,
                            error_message = :error?.message, vpc_connection_arn = :vpcConnectionArn,
                            declared_in = :declaredIn, updated = :updated
                        WHERE data_source_id = :id""")
                .execute();
        mustExist(dataSource.id(), updated);
    }

    /** Replaces the ciphertext of a credential pair; what it holds is the same. */
    public void setPair(DataSourceId id, WrappedKey pair) {
        int updated = handle.createUpdate(
                        """
                        UPDATE data_source SET pair_key_arn = :key, pair_ciphertext = :ciphertext
                        WHERE data_source_id = :id AND pair_key_arn IS NOT NULL""")
                .bind("id", id)
                .bindMethods(pair)
                .execute();
        mustExist(id, updated);
    }

    /**
     * Ends the connection test of the definition that was written at {@code written}. False, and nothing changes, where
     * another definition has come since or the data source is gone.
     */
    public boolean tested(DataSourceId id, Instant written, ResourceStatus status, @Nullable DataSourceError error) {
        return handle.createUpdate(
                                """
                        UPDATE data_source SET status = :status, error_type = :type, error_message = :message,
                            updated = CASE WHEN updated > :now THEN updated ELSE :now END
                        WHERE data_source_id = :id AND updated = :written
                            AND status IN ('CREATION_IN_PROGRESS', 'UPDATE_IN_PROGRESS')""")
                        .bind("id", id)
                        .bind("written", written)
                        .bind("status", status)
                        .bind("type", error == null ? null : error.type())
                        .bind("message", error == null ? null : error.message())
                        .bind("now", clock.instant())
                        .execute()
                > 0;
    }

    /**
     * It was connected to, so that what an earlier test found is over. False, and nothing changes, where it has not failed, or
     * another definition than that of {@code written} is there.
     */
    public boolean connected(DataSourceId id, Instant written) {
        return handle.createUpdate(
                                """
                        UPDATE data_source SET error_type = NULL, error_message = NULL, status = CASE status
                            WHEN 'CREATION_FAILED' THEN 'CREATION_SUCCESSFUL' ELSE 'UPDATE_SUCCESSFUL' END
                        WHERE data_source_id = :id AND updated = :written
                            AND status IN ('CREATION_FAILED', 'UPDATE_FAILED')""")
                        .bind("id", id)
                        .bind("written", written)
                        .execute()
                > 0;
    }

    /** Keeps what the user of a data source may do beside reading; null for nothing. */
    public void setMayChange(DataSourceId id, @Nullable String mayChange) {
        handle.createUpdate("UPDATE data_source SET may_change = :mayChange WHERE data_source_id = :id")
                .bind("id", id)
                .bind("mayChange", mayChange)
                .execute();
    }

    /** The data sources whose users may do more than read, and what. */
    public Map<DataSourceId, String> mayChange() {
        Map<DataSourceId, String> found = new TreeMap<>(Comparator.comparing(DataSourceId::value));
        handle.createQuery("SELECT data_source_id, may_change FROM data_source WHERE may_change IS NOT NULL")
                .map(row -> Map.entry(
                        row.getColumn("data_source_id", DataSourceId.class), row.getColumn("may_change", String.class)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    public Optional<DataSourceRecord> find(DataSourceId id) {
        return handle.createQuery("SELECT * FROM data_source WHERE data_source_id = :id")
                .bind("id", id)
                .map(DataSourceStore::read)
                .findOne();
    }

    public List<DataSourceRecord> list() {
        return handle.createQuery("SELECT * FROM data_source ORDER BY data_source_id")
                .map(DataSourceStore::read)
                .list();
    }

    /** False where there was none. */
    public boolean delete(DataSourceId id) {
        return handle.createUpdate("DELETE FROM data_source WHERE data_source_id = :id")
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private Update bind(DataSourceRecord dataSource, String sql) {
        WrappedKey pair = dataSource.credentials() instanceof EncryptedPair encrypted ? encrypted.pair() : null;
        return handle.createUpdate(sql)
                .bindMethods(dataSource)
                .bind("credentialsArn", named(dataSource.credentials()))
                .bind("pairKeyArn", pair == null ? null : pair.key())
                .bind("pairCiphertext", pair == null ? null : pair.ciphertext());
    }

    /** Null for a pair, which is kept beside. */
    private static @Nullable Arn named(CredentialsSource credentials) {
        if (credentials instanceof RdsUser rds) {
            return rds.user().arn();
        }
        return credentials instanceof InSecret in ? in.secret() : null;
    }

    private static void mustExist(DataSourceId id, int rows) {
        if (rows == 0) {
            throw new RefusedChangeException("there is no data source '" + id + "'; create it first");
        }
    }

    private static DataSourceRecord read(RowView row) {
        DataSourceErrorType errorType = row.getColumn("error_type", DataSourceErrorType.class);
        return new DataSourceRecord(
                row.getColumn("data_source_id", DataSourceId.class),
                row.getColumn("name", String.class),
                row.getColumn("type", DataSourceType.class),
                row.getColumn("host", String.class),
                row.getColumn("port", Integer.class),
                row.getColumn("database_name", String.class),
                row.getColumn("ssl", Boolean.class),
                credentials(row),
                row.getColumn("status", ResourceStatus.class),
                errorType == null ? null : new DataSourceError(errorType, row.getColumn("error_message", String.class)),
                row.getColumn("vpc_connection_arn", String.class),
                row.getColumn("declared_in", String.class),
                row.getColumn("created", Instant.class),
                row.getColumn("updated", Instant.class));
    }

    private static CredentialsSource credentials(RowView row) {
        Arn named = row.getColumn("credentials_arn", Arn.class);
        if (named == null) {
            return new EncryptedPair(new WrappedKey(
                    row.getColumn("pair_key_arn", KeyReference.class), row.getColumn("pair_ciphertext", String.class)));
        }
        return DatabaseUser.is(named) ? new RdsUser(new DatabaseUser(named)) : new InSecret(named);
    }
}
