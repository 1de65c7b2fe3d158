package io.spicerack.core.sources;

import io.spicerack.catalog.record.DatabaseUser;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.Secret;

/** How a data source's credentials are given (QuickSight's DataSourceCredentials). */
public sealed interface CredentialsInput {
    /** By the ARN of a secret, read anew for every connection. */
    record SecretArn(Arn secret) implements CredentialsInput {}

    /** As a user of RDS who logs in by IAM, with TLS alone. */
    record RdsUser(DatabaseUser user) implements CredentialsInput {}

    /** As a pair, which is kept only encrypted under the default key. The caller closes the password. */
    record CredentialPair(String username, Secret password) implements CredentialsInput {}

    /**
     * As the pair that another data source has, or the same one. It goes to the same server alone: whoever could send it to
     * another would learn it.
     */
    record PairOf(DataSourceId source) implements CredentialsInput {}
}
