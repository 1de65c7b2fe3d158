package io.spicerack.catalog.record;

import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Arn;

/** Where a data source's user name and password come from; the catalog never holds them in plain text. */
public sealed interface CredentialsSource {
    /** A secret of Secrets Manager, read anew for every connection. */
    record InSecret(Arn secret) implements CredentialsSource {}

    /** A user name and password that KMS Encrypt sealed; the blob's encryption context is the data source's ARN. */
    record EncryptedPair(WrappedKey pair) implements CredentialsSource {}

    /** A user of RDS who logs in by IAM: a password is made for each connection and never kept. */
    record RdsUser(DatabaseUser user) implements CredentialsSource {}
}
