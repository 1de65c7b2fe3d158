package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void aStoreWhoseDiskIsFullIsToldInItsOwnWords() {
        Refusal refusal = Refusal.of(new IngestionException(
                IngestionErrorType.ACCOUNT_CAPACITY_LIMIT_EXCEEDED, "the disk of the store is full; free some space"));
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.words())
                .isEqualTo("ACCOUNT_CAPACITY_LIMIT_EXCEEDED: the disk of the store is full; free some space");
    }

    @Test
    void theWordsOfWhatIsUnexpectedAreKeptBack() {
        assertThat(Refusal.of(new ArithmeticException("4711")).words()).doesNotContain("4711");
    }
}
