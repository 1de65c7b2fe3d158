package io.spicerack.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void secretsAreLeftInTheFileAndUrlsAreShown() {
        assertThat(Environment.isSecret("AWS_SECRET_ACCESS_KEY")).isTrue();
        assertThat(Environment.isSecret("SPICERACK_MANAGEMENT_TOKEN")).isTrue();
        assertThat(Environment.isSecret("AWS_ENDPOINT_URL_SECRETS_MANAGER")).isFalse();
        assertThat(Environment.isSecret("AWS_ACCESS_KEY_ID")).isFalse();
    }
}
