package io.spicerack.catalog;

import io.spicerack.catalog.record.AllowedSecret;
import io.spicerack.model.Arn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The secrets that data sources may use by order of the management port. Whether to believe a row, its seal tells. */
public final class AllowedSecretStore {
    /** A row with its seal; empty where it was written before there were any, or past the core. */
    public record Kept(AllowedSecret allowed, Optional<String> seal) {}

    private final Handle handle;

    AllowedSecretStore(Handle handle) {
        this.handle = handle;
    }

    /** Replaces what is known of the secret. */
    public void allow(AllowedSecret allowed, String seal) {
        handle.createUpdate(
                        """
                        INSERT INTO allowed_secret (secret_arn, destinations, seal) VALUES (:secret, :places, :seal)
                        ON CONFLICT (secret_arn) DO UPDATE SET destinations = excluded.destinations, seal = excluded.seal""")
                .bind("secret", allowed.secret())
                .bind("places", allowed.places())
                .bind("seal", seal)
                .execute();
    }

    /** False where it was not allowed. */
    public boolean disallow(Arn secret) {
        return handle.createUpdate("DELETE FROM allowed_secret WHERE secret_arn = :secret")
                        .bind("secret", secret)
                        .execute()
                > 0;
    }

    public Optional<Kept> find(Arn secret) {
        return handle.createQuery("SELECT * FROM allowed_secret WHERE secret_arn = :secret")
                .bind("secret", secret)
                .map(AllowedSecretStore::read)
                .findOne();
    }

    public List<Kept> list() {
        return handle.createQuery("SELECT * FROM allowed_secret ORDER BY secret_arn")
                .map(AllowedSecretStore::read)
                .list();
    }

    private static Kept read(RowView row) {
        List<String> places = Arrays.stream(
                        row.getColumn("destinations", String.class).split(" ", -1))
                .filter(place -> !place.isEmpty())
                .toList();
        return new Kept(
                AllowedSecret.of(row.getColumn("secret_arn", Arn.class), places),
                Optional.ofNullable(row.getColumn("seal", String.class)));
    }
}
