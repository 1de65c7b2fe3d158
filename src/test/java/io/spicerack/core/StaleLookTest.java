package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.revoke.Dawdler;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.TamperedException;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import io.spicerack.table.RowGroup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a key whose answer comes after its state has changed again. */
@TakesLong
class StaleLookTest {
    @Test
    void anAnswerFromBeforeAnUnlockCutsNobody(@TempDir Path directory) throws Exception {
        try (CoreFixture core = CoreFixture.open(directory)) {
            KeyReference key = core.createDefaultKey("ours");
            DataSetId visits = core.publish("visits", SampleRows.of(10, 1));
            KeyWatch watch = core.spice().keyWatch();
            watch.lockedDown(key);
            core.keys().set(key, KeyState.Disabled);
            AtomicReference<@Nullable OpenDataSet> opened = new AtomicReference<>();
            core.keys().whileDescribing(described -> {
                core.keys().set(key, KeyState.Enabled);
                core.clock().advance(Duration.ofSeconds(1));
                watch.unlocked(key);
                opened.set(open(core, visits));
            });
            watch.look(key);
            try (OpenDataSet reader = Objects.requireNonNull(opened.get())) {
                RowGroup group = new RowGroup(reader.schema());
                assertThat(reader.next(group)).isTrue();
                core.keys().whileDescribing(described -> {});
                core.keys().set(key, KeyState.Disabled);
                watch.look(key);
                assertThatThrownBy(() -> reader.next(group)).isInstanceOf(KeyUnavailableException.class);
            }
        }
    }

    private static OpenDataSet open(CoreFixture core, DataSetId dataSet) {
        try {
            return core.spice().readers().open(dataSet);
        } catch (TamperedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerFromBeforeALockDownDoesNotHideIt(@TempDir Path directory) {
        try (CoreFixture core = CoreFixture.open(directory)) {
            KeyReference key = core.createDefaultKey("ours");
            KeyWatch watch = core.spice().keyWatch();
            core.keys().whileDescribing(described -> {
                core.clock().advance(Duration.ofSeconds(1));
                watch.lockedDown(key);
            });
            watch.look(key);
            assertThat(watch.observation(key).orElseThrow().state()).isEqualTo(KeyState.Disabled);
        }
    }

    /** The worst moment: the canary is let in again, and its reader hears of the look just then. */
    @Test
    void aDrillIsNotDisturbed(@TempDir Path directory) throws Exception {
        StaleLook stale = new StaleLook();
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
                KmsCore core = KmsCore.open(
                        directory,
                        aws.endpoint(),
                        Clock.systemUTC(),
                        keys -> around(KeyService.class, keys, stale::before, stale::after))) {
            stale.core.set(core);
            assertThat(core.spice().drill().run(Dawdler.NONE).kept()).isTrue();
            assertThat(stale.decrypts.get()).isGreaterThan(2);
            assertThat(stale.ended.getCount()).isZero();
        }
    }

    /** A look that KMS answers before the drill enables its key, and that ends when the canary's reader is let in again. */
    private static final class StaleLook {
        private final AtomicReference<@Nullable KmsCore> core = new AtomicReference<>();
        private final AtomicReference<@Nullable Thread> looking = new AtomicReference<>();
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch arrives = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicInteger decrypts = new AtomicInteger();

        private void before(Method call) throws InterruptedException {
            KmsCore now = core.get();
            if (now != null && call.getName().equals("enable") && looking.get() == null) {
                Thread look = new Thread(() -> {
                    now.spice().keyWatch().look(now.drillKey());
                    ended.countDown();
                });
                looking.set(look);
                look.start();
                answered.await();
            }
        }

        private void after(Method call) throws InterruptedException {
            if (call.getName().equals("describe") && Thread.currentThread() == looking.get()) {
                answered.countDown();
                arrives.await();
            }
            // the first one after the switch is the drill's own, whether the canary opens again
            if (looking.get() != null && call.getName().equals("decrypt") && decrypts.incrementAndGet() == 2) {
                arrives.countDown();
                ended.await();
            }
        }
    }

    private interface Hook {
        void called(Method method) throws Exception;
    }

    private static <T> T around(Class<T> port, T target, Hook before, Hook after) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    before.called(method);
                    try {
                        Object answer = method.invoke(target, arguments);
                        return answer instanceof Optional<?> capability
                                ? capability.map(found -> found instanceof KeySwitch own
                                        ? around(KeySwitch.class, own, before, after)
                                        : found)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        after.called(method);
                    }
                }));
    }
}
