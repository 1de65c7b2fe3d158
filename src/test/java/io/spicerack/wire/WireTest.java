package io.spicerack.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WireTest {
    private String last = "";

    @Test
    void aWireOutlivesACollectionUntilTheDriverHasTakenItAndNoLonger() {
        // compiled code lets go of what it does not use again; the interpreter holds it
        for (int i = 0; i < 3_000; i++) {
            assertThatThrownBy(() -> connect(false)).hasMessage("taken");
        }
        assertThatThrownBy(() -> connect(true)).hasMessage("taken");
        System.gc();
        assertThatThrownBy(() -> Wire.taken(last)).hasMessage("no connection is made or held under '" + last + "'");
    }

    private void connect(boolean collecting) throws SQLException {
        Wire.connect(
                (in, out, limits) -> new Wire.Streams(in, out),
                false,
                new WireLimits(1, Duration.ZERO, false, Reach.ANYWHERE),
                handed -> {
                    last = handed;
                    if (collecting) {
                        System.gc();
                    }
                    Wire.taken(handed);
                    throw new SQLException("taken");
                });
    }
}
