package io.spicerack.ops;

import io.spicerack.catalog.record.CredentialsSource.EncryptedPair;
import io.spicerack.catalog.record.CredentialsSource.InSecret;
import io.spicerack.catalog.record.DataSourceError;
import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.model.ResourceStatus;
import org.jspecify.annotations.Nullable;

/** A data source as JMX shows it: getters become the items of a CompositeData. Immutable. */
public final class SourceLine {
    private final DataSourceRecord source;

    SourceLine(DataSourceRecord source) {
        this.source = source;
    }

    public String getId() {
        return source.id().value();
    }

    public String getType() {
        return source.type().toString();
    }

    /** Host, port and database. */
    public String getPlace() {
        return source.host() + ":" + source.port() + "/" + source.database();
    }

    public boolean isTls() {
        return source.ssl();
    }

    /** In QuickSight's spelling. */
    public String getStatus() {
        return source.status().name();
    }

    public boolean isFailed() {
        return failed(source.status());
    }

    static boolean failed(ResourceStatus status) {
        return status == ResourceStatus.CREATION_FAILED || status == ResourceStatus.UPDATE_FAILED;
    }

    /** Why its last connection failed; null where it went well. */
    public @Nullable String getError() {
        DataSourceError error = source.error();
        return error == null ? null : error.type() + ": " + error.message();
    }

    /** The ARN of the secret, or of the KMS key that a user name and a password are sealed under; never these themselves. */
    public String getCredentials() {
        if (source.credentials() instanceof InSecret secret) {
            return "secret " + secret.secret();
        }
        return source.credentials() instanceof EncryptedPair pair
                ? "pair under key " + pair.pair().key()
                : "unknown";
    }

    /** The file that declares it; null where it came through the API. */
    public @Nullable String getDeclaredIn() {
        return source.declaredIn();
    }

    /** ISO-8601, UTC. */
    public String getUpdated() {
        return source.updated().toString();
    }
}
