package io.spicerack.ops;

import io.spicerack.audit.event.Caller;
import java.security.Principal;

/** Who calls an operation over JMX: whom a remote connector has let in by a password, or whoever may attach to the process. */
final class JmxCaller {
    private static final String UNNAMED = "jmx";

    private JmxCaller() {}

    static Caller present() {
        return new Caller(Caller.IdentityType.Unknown, "operator", null, null, name(), "jmx.spicerack", "spicerack");
    }

    private static String name() {
        return JmxSubject.present().stream()
                .flatMap(subject -> subject.getPrincipals().stream())
                .map(Principal::getName)
                .filter(name -> name.matches("[A-Za-z0-9@._+-]{1,64}"))
                .findFirst()
                .orElse(UNNAMED);
    }
}
