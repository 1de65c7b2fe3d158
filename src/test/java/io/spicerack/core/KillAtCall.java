package io.spicerack.core;

import io.spicerack.audit.file.DigestSigner;
import io.spicerack.core.revoke.KeySwitch;
import io.spicerack.envelope.KeyService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Ends the process as SIGKILL does, before a call of KMS is made or after KMS has answered and before anybody here knows:
 * once it is armed, since the calls of a start are not meant. Thread-safe.
 */
final class KillAtCall {
    private static final int KILLED = 137;

    private final String call;
    private final boolean before;
    private volatile boolean armed;

    private KillAtCall(String call, boolean before) {
        this.call = call;
        this.before = before;
    }

    /** Such as {@code before:createGrant}. */
    static KillAtCall parse(String text) {
        int colon = text.indexOf(':');
        return new KillAtCall(text.substring(colon + 1), text.startsWith("before:"));
    }

    void arm() {
        armed = true;
    }

    KeyService around(KeyService keys) {
        return around(KeyService.class, keys);
    }

    KeySwitch around(KeySwitch keySwitch) {
        return around(KeySwitch.class, keySwitch);
    }

    DigestSigner around(DigestSigner signer) {
        return around(DigestSigner.class, signer);
    }

    private <T> T around(Class<T> port, T target) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    boolean here = armed && method.getName().equals(call);
                    if (here && before) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                    try {
                        Object answer = method.invoke(target, arguments);
                        if (here) {
                            Runtime.getRuntime().halt(KILLED);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
