package io.spicerack.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AesWarmUpTest {
    @Test
    void anInterruptEndsItAtOnceAndStaysSet() {
        Thread.currentThread().interrupt();
        new AesWarmUp().run();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void itRunsToItsEndOnThisJavasAes() throws Exception {
        Thread thread = new Thread(new AesWarmUp());
        Throwable[] failure = new Throwable[1];
        thread.setUncaughtExceptionHandler((any, thrown) -> failure[0] = thrown);
        thread.start();
        thread.join();
        assertThat(failure[0]).isNull();
    }
}
