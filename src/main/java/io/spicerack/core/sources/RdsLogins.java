package io.spicerack.core.sources;

import io.spicerack.catalog.record.DataSourceRecord;
import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.core.trail.Trail;
import io.spicerack.model.Credentials;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;

/**
 * Credentials of users of RDS who log in by IAM: each connection gets a token of its own, since one is good for a quarter of
 * an hour. It is on record before it is used, and goes over TLS alone. Thread-safe.
 */
final class RdsLogins {
    private final SecretService secrets;
    private final Trail trail;

    RdsLogins(SecretService secrets, Trail trail) {
        this.secrets = secrets;
        this.trail = trail;
    }

    /** Refuses a data source whose token others could read. */
    void checkTls(DataSourceId dataSource, boolean ssl) {
        if (!ssl) {
            throw new IllegalArgumentException("data source '" + dataSource + "' logs in by IAM, whose token is sent as"
                    + " it is: RDS takes it with TLS alone, and without TLS others could read it. Set DisableSsl: false,"
                    + " or give a SecretArn");
        }
    }

    Credentials open(DataSourceRecord source, DatabaseUser user) {
        checkTls(source.id(), source.ssl());
        LoginTokens tokens = secrets.loginTokens()
                .orElseThrow(() -> new IngestionException(
                        IngestionErrorType.DATA_SOURCE_AUTH_FAILED,
                        "data source '" + source.id()
                                + "' logs in by IAM, and nothing here makes its tokens. Give a SecretArn"));
        return Credentials.renewed(user.name(), () -> token(source, user, tokens));
    }

    private Secret token(DataSourceRecord source, DatabaseUser user, LoginTokens tokens) {
        Secret token;
        try {
            token = tokens.token(user, source.host(), source.port());
        } catch (RuntimeException e) {
            throw new IngestionException(
                    IngestionErrorType.DATA_SOURCE_AUTH_FAILED,
                    "data source '" + source.id() + "': no token could be made for user " + user.name() + " in "
                            + user.region() + " (" + e.getClass().getSimpleName() + "). Check that the service has AWS"
                            + " credentials, and may rds-db:connect as " + user.arn(),
                    e);
        }
        try {
            trail.append(
                    events -> events.service().makeLoginToken(source.id(), user.arn(), source.host(), source.port()));
            return token;
        } catch (RuntimeException e) {
            token.close();
            throw e;
        }
    }
}
