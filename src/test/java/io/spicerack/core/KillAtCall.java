package io.spicerack.core;

import io.spicerack.audit.file.DigestSigner;
import io.spicerack.envelope.KeyGrants;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process as SIGKILL does, before a call of KMS is made or after KMS has answered and before anybody here knows:
 * once it is armed, since the calls of a start are not meant. Thread-safe.
 */
final class KillAtCall {
    private static final int KILLED = 137;

    private final String call;
    private final boolean before;
    private final AtomicInteger spared;
    private volatile boolean armed;

    private KillAtCall(String call, boolean before, int spared) {
        this.call = call;
        this.before = before;
        this.spared = new AtomicInteger(spared);
    }

    /** Such as {@code before:createGrant}, or {@code after:disable:2} for the second such call. */
    static KillAtCall parse(String text) {
        String[] words = text.split(":", 3);
        return new KillAtCall(
                words[1], words[0].equals("before"), words.length == 3 ? Integer.parseInt(words[2]) - 1 : 0);
    }

    void arm() {
        armed = true;
    }

    KeyService around(KeyService keys) {
        return around(KeyService.class, keys);
    }

    DigestSigner around(DigestSigner signer) {
        return around(DigestSigner.class, signer);
    }

    private <T> T around(Class<T> port, T target) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    boolean here = armed && method.getName().equals(call) && spared.getAndDecrement() == 0;
                    if (here && before) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                    try {
                        Object answer = method.invoke(target, arguments);
                        if (here) {
                            Runtime.getRuntime().halt(KILLED);
                        }
                        return answer instanceof Optional<?> capability ? capability.map(this::around) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** A capability of the provider is killed at its calls too; what else is optional is handed on. */
    private Object around(Object optional) {
        if (optional instanceof KeySwitch keySwitch) {
            return around(KeySwitch.class, keySwitch);
        }
        return optional instanceof KeyGrants grants ? around(KeyGrants.class, grants) : optional;
    }
}
