package io.spicerack.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.core.keys.KeyWatch;
import io.spicerack.core.keys.Look;
import io.spicerack.core.reading.OpenDataSet;
import io.spicerack.core.revoke.KeySwitch;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.kit.aws.LocalAws;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;
import io.spicerack.model.KeyState;
import io.spicerack.table.RowGroup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a key whose answer comes after its state has changed again. */
class StaleLookTest {
    @Test
    void anAnswerFromBeforeAnUnlockCutsNobody(@TempDir Path directory) throws Exception {
        try (CoreFixture core = CoreFixture.open(directory)) {
            Arn key = core.createDefaultKey("ours");
            DataSetId visits = core.publish("visits", SampleRows.of(10, 1));
            KeyWatch watch = core.spice().keyWatch();
            watch.lockedDown(key);
            Look stale = watch.looking(key);
            core.clock().advance(Duration.ofSeconds(1));
            watch.unlocked(key);
            try (OpenDataSet reader = core.spice().readers().open(visits)) {
                RowGroup group = new RowGroup(reader.schema());
                watch.observed(stale, KeyState.Disabled);
                assertThat(reader.next(group)).isTrue();
                watch.observed(watch.looking(key), KeyState.Disabled);
                assertThatThrownBy(() -> reader.next(group)).isInstanceOf(KeyUnavailableException.class);
            }
        }
    }

    @Test
    void anAnswerFromBeforeALockDownDoesNotHideIt(@TempDir Path directory) {
        try (CoreFixture core = CoreFixture.open(directory)) {
            Arn key = core.createDefaultKey("ours");
            KeyWatch watch = core.spice().keyWatch();
            Look stale = watch.looking(key);
            core.clock().advance(Duration.ofSeconds(1));
            watch.lockedDown(key);
            watch.observed(stale, KeyState.Enabled);
            assertThat(watch.observation(key).orElseThrow().state()).isEqualTo(KeyState.Disabled);
        }
    }

    /** The worst moment: the canary is let in again, and its reader hears of the look just then. */
    @Test
    void aDrillIsNotDisturbed(@TempDir Path directory) throws Exception {
        AtomicReference<@Nullable KmsCore> opened = new AtomicReference<>();
        AtomicReference<@Nullable Look> stale = new AtomicReference<>();
        AtomicInteger decrypts = new AtomicInteger();
        try (LocalAws aws = AwsCore.startAws(directory.resolve("aws"));
                KmsCore core = KmsCore.open(
                        directory,
                        aws.endpoint(),
                        keys -> around(KeyService.class, keys, call -> {}, call -> {
                            KmsCore now = opened.get();
                            Look held = stale.get();
                            // the first one after the switch is the drill's own, whether the canary opens again
                            if (now != null
                                    && held != null
                                    && call.getName().equals("decrypt")
                                    && decrypts.incrementAndGet() == 2) {
                                now.spice().keyWatch().observed(held, KeyState.Disabled);
                            }
                        }),
                        keySwitch -> around(
                                KeySwitch.class,
                                keySwitch,
                                call -> {
                                    KmsCore now = opened.get();
                                    if (now != null
                                            && stale.get() == null
                                            && call.getName().equals("unlock")) {
                                        stale.set(now.spice().keyWatch().looking(now.drillKey()));
                                    }
                                },
                                call -> {}))) {
            opened.set(core);
            assertThat(core.spice().drill().run().kept()).isTrue();
            assertThat(decrypts.get()).isGreaterThan(2);
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
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        after.called(method);
                    }
                }));
    }
}
