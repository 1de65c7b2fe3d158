package io.spicerack.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FreshThreadTest {
    @Test
    void theWorkRunsOnAThreadOfItsOwnWhichEndsWithIt() throws Exception {
        Thread worker = FreshThread.call(Thread::currentThread);
        worker.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(worker).isNotSameAs(Thread.currentThread());
        assertThat(worker.isAlive()).isFalse();
        assertThat(worker.isDaemon()).as("a call that hangs keeps no JVM alive").isTrue();
    }

    @Test
    void itsExceptionComesThroughAsItIs() {
        IllegalStateException thrown = new IllegalStateException("as it is");
        assertThatThrownBy(() -> FreshThread.call(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void anErrorComesThroughAsItIsToo() {
        AssertionError thrown = new AssertionError("as it is");
        assertThatThrownBy(() -> FreshThread.call(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @Test
    void aCheckedExceptionThatWasSmuggledThroughIsWrapped() {
        IOException smuggled = new IOException("smuggled");
        assertThatThrownBy(() -> FreshThread.call(() -> FreshThreadTest.<RuntimeException>smuggle(smuggled)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(smuggled);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> String smuggle(Exception checked) throws E {
        throw (E) checked;
    }

    @Test
    void anInterruptReachesTheWorkAndStaysWithTheCaller() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<String> seen = new AtomicReference<>("");
        Thread caller = new Thread(() -> {
            String said = FreshThread.call(() -> untilInterrupted(begun));
            seen.set(said + ", caller interrupted: " + Thread.currentThread().isInterrupted());
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(seen).hasValue("work interrupted, caller interrupted: true");
    }

    private static String untilInterrupted(CountDownLatch begun) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            return "work interrupted";
        }
    }
}
