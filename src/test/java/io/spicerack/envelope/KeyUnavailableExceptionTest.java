package io.spicerack.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyUnavailableExceptionTest {
    private static final KeyReference KEY = new KeyReference("wards/visits");

    /** What counts as passing is tried again; all else needs somebody who does something. */
    @Test
    void onlyWhatGoesAwayByItselfIsPassing() {
        assertThat(Stream.of(Reason.values()).filter(reason -> because(reason).passing()))
                .containsExactly(Reason.THROTTLED, Reason.UNREACHABLE);
    }

    @Test
    void itTellsKeyReasonWordsAndWhatTheProviderCalledIt() {
        IllegalStateException cause = new IllegalStateException("as the provider said it");
        KeyUnavailableException said =
                new KeyUnavailableException(KEY, Reason.DISABLED, "it is off", cause, "DisabledException");
        assertThat(said).hasMessage("it is off").hasCause(cause);
        assertThat(said.key()).isEqualTo(KEY);
        assertThat(said.reason()).isEqualTo(Reason.DISABLED);
        assertThat(said.errorCode()).contains("DisabledException");
        assertThat(because(Reason.DISABLED).errorCode()).isEmpty();
    }

    @Test
    void aKeyIsUsableThatIsEnabledAndSymmetric() {
        assertThat(Stream.of(KeyState.values()).filter(state -> new KeyDescription(KEY, state, true).usable()))
                .containsExactly(KeyState.Enabled);
        assertThat(Stream.of(KeyState.values()).filter(state -> new KeyDescription(KEY, state, false).usable()))
                .isEmpty();
    }

    private static KeyUnavailableException because(Reason reason) {
        return new KeyUnavailableException(KEY, reason, "why", null);
    }
}
