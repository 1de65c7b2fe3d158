package io.spicerack.catalog;

import io.spicerack.catalog.record.PrincipalRecord;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.KeyReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Who may call the QuickSight API. */
public final class PrincipalStore {
    private final Handle handle;

    PrincipalStore(Handle handle) {
        this.handle = handle;
    }

    /** Keeps a principal, in the place of the one of that name where there is one. */
    public void put(PrincipalRecord principal) {
        handle.createUpdate(
                        """
                        INSERT INTO principal (name, access_key_id, secret_key_arn, secret_ciphertext, actions, secrets,
                            created, rotated)
                        VALUES (:name, :accessKeyId, :keyArn, :ciphertext, :actionLines, :secretLines, :created, :rotated)
                        ON CONFLICT (name) DO UPDATE SET access_key_id = excluded.access_key_id,
                            secret_key_arn = excluded.secret_key_arn, secret_ciphertext = excluded.secret_ciphertext,
                            actions = excluded.actions, secrets = excluded.secrets, rotated = excluded.rotated""")
                .bind("name", principal.name())
                .bind("accessKeyId", principal.accessKeyId())
                .bind("keyArn", principal.secretAccessKey().key())
                .bind("ciphertext", principal.secretAccessKey().ciphertext())
                .bind("actionLines", String.join("\n", principal.actions()))
                .bind("secretLines", String.join("\n", principal.secrets()))
                .bind("created", principal.created())
                .bind("rotated", principal.rotated())
                .execute();
    }

    public Optional<PrincipalRecord> find(String name) {
        return handle.createQuery("SELECT * FROM principal WHERE name = :name")
                .bind("name", name)
                .map(PrincipalStore::read)
                .findOne();
    }

    public Optional<PrincipalRecord> withAccessKey(String accessKeyId) {
        return handle.createQuery("SELECT * FROM principal WHERE access_key_id = :id")
                .bind("id", accessKeyId)
                .map(PrincipalStore::read)
                .findOne();
    }

    public List<PrincipalRecord> list() {
        return handle.createQuery("SELECT * FROM principal ORDER BY name")
                .map(PrincipalStore::read)
                .list();
    }

    /** False where there was none. */
    public boolean delete(String name) {
        return handle.createUpdate("DELETE FROM principal WHERE name = :name")
                        .bind("name", name)
                        .execute()
                > 0;
    }

    private static PrincipalRecord read(RowView row) {
        return new PrincipalRecord(
                row.getColumn("name", String.class),
                row.getColumn("access_key_id", String.class),
                new WrappedKey(
                        row.getColumn("secret_key_arn", KeyReference.class),
                        row.getColumn("secret_ciphertext", String.class)),
                row.getColumn("actions", String.class).lines().toList(),
                row.getColumn("secrets", String.class).lines().toList(),
                row.getColumn("created", Instant.class),
                row.getColumn("rotated", Instant.class));
    }
}
