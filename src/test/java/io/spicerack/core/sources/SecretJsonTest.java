package io.spicerack.core.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.Arn;
import io.spicerack.model.Credentials;
import io.spicerack.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretJsonTest {
    private static final Arn SECRET = Arn.parse("arn:aws:secretsmanager:eu-west-1:123456789012:secret:clinic-AbCdEf");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hunter2                                   | its text is not JSON",
                "[\"hunter2\"]                             | its text is no JSON object",
                "{\"username\":\"bo\",\"passwort\":\"hunter2\"} | member \"password\" is missing, empty or no string",
                "{\"user\":\"bo\",\"password\":\"hunter2\"}     | member \"username\" is missing, empty or no string",
                "{\"username\":\"hunter2\",\"password\":\"\"}   | member \"password\" is missing, empty or no string",
                "{\"username\":\"hunter2\",\"password\":5}      | member \"password\" is missing, empty or no string"
            })
    void anUnfitSecretIsNamedWithWhatItLacksAndNeverQuoted(String text, String problem) {
        assertThatThrownBy(() -> SecretJson.credentials(SECRET, text))
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessage("Secret " + SECRET + " cannot be used: " + problem
                        + "; it needs the form {\"username\":\"...\",\"password\":\"...\"}")
                .hasNoCause();
    }

    @Test
    void readsWhatItWrites() {
        String json = SecretJson.json("bo", Secret.of("a \"quoted\" 🌶"));
        try (Credentials credentials = SecretJson.credentials(SECRET, json)) {
            assertThat(credentials.username()).isEqualTo("bo");
            assertThat(credentials.<String>reveal(text -> text)).isEqualTo("a \"quoted\" 🌶");
        }
    }
}
