package io.spicerack.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.audit.event.Outcome;
import org.junit.jupiter.api.Test;

/** What a refresh is told whose secret cannot be had: AWS's own words, and what to do. */
class SecretWordsTest {
    private static final Exception CAUSE = new IllegalStateException("Connection refused");

    @Test
    void eachCodeOfSecretsManagersHasItsWayOut() {
        assertThat(words("AccessDenied", "User: u is not authorized with an explicit deny"))
                .isEqualTo("AccessDenied: User: u is not authorized with an explicit deny. Allow the service's role"
                        + " secretsmanager:GetSecretValue on it, and kms:Decrypt on its key");
        assertThat(words("ResourceNotFoundException", "Secrets Manager can't find the specified secret."))
                .isEqualTo(
                        "ResourceNotFoundException: Secrets Manager can't find the specified secret. Name a secret that"
                                + " is there in the data source");
        assertThat(words("InvalidRequestException", "it was marked for deletion."))
                .endsWith(
                        "deletion. Where it is marked for deletion: aws secretsmanager restore-secret, or name another"
                                + " secret in the data source");
        assertThat(words("DecryptionFailure", "no key"))
                .endsWith(": no key. The secret's own key must be enabled, and allow the service's role kms:Decrypt");
        assertThat(words("InternalServiceError", "later")).isEqualTo("InternalServiceError: later");
    }

    @Test
    void noAnswerIsSaidToBeNone() {
        assertThat(CamelCredentials.words(CAUSE, Outcome.UNKNOWN))
                .isEqualTo(
                        "Secrets Manager did not answer, so that no password was tried (Connection refused). Check the"
                                + " network and the endpoint");
        assertThat(CamelCredentials.words(CAUSE, null)).isEqualTo("Connection refused");
    }

    private static String words(String code, String message) {
        return CamelCredentials.words(CAUSE, new Outcome.Failure(code, message));
    }
}
