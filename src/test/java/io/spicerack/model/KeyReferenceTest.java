package io.spicerack.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReferenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"arn:aws:kms:eu-west-1:111122223333:key/1", "wards/visits", "pkcs11:token=hsm;id=%01", "ключ"})
    void aProvidersTextIsKeptAsItIs(String text) {
        assertThat(new KeyReference(text).text()).isEqualTo(text);
        assertThat(new KeyReference(text)).hasToString(text).isEqualTo(new KeyReference(text));
    }

    @Test
    void aNameHasOneTo2048Characters() {
        assertThat(new KeyReference("k".repeat(2_048)).text()).hasSize(2_048);
        assertThatThrownBy(() -> new KeyReference("k".repeat(2_049)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of a key has 1 to 2048 characters, not 2049");
        assertThatThrownBy(() -> new KeyReference("")).hasMessageEndingWith("not 0");
    }

    /** A name goes into log lines, messages and tables as it is: it must not look like two, or like another line. */
    @ParameterizedTest
    @ValueSource(ints = {' ', '\n', '\t', 0, 0x7f, 0x85, 0xa0, 0x2028, 0x3000})
    void spacesAndControlCharactersAreRefused(int character) {
        assertThatThrownBy(() -> new KeyReference("wards/" + Character.toString(character) + "visits"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of a key holds neither spaces nor control characters, but here is "
                        + Character.getName(character));
    }
}
