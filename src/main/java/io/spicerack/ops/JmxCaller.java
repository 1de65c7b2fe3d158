package io.spicerack.ops;

import io.spicerack.audit.event.Caller;
import java.lang.reflect.InvocationTargetException;
import java.security.Principal;
import java.util.Optional;
import javax.security.auth.Subject;

/** Who calls an operation over JMX: whom a remote connector has let in by a password, or whoever may attach to the process. */
final class JmxCaller {
    private static final String UNNAMED = "jmx";

    private JmxCaller() {}

    static Caller present() {
        return new Caller(Caller.IdentityType.Unknown, "operator", null, null, name(), "jmx.spicerack", "spicerack");
    }

    private static String name() {
        return subject().stream()
                .flatMap(subject -> subject.getPrincipals().stream())
                .map(Principal::getName)
                .filter(name -> name.matches("[A-Za-z0-9@._+-]{1,64}"))
                .findFirst()
                .orElse(UNNAMED);
    }

    /** {@code Subject.current()} where there is one, from Java 18 on; before it the one of the access control context. */
    private static Optional<Subject> subject() {
        try {
            try {
                return Optional.ofNullable(
                        (Subject) Subject.class.getMethod("current").invoke(null));
            } catch (NoSuchMethodException e) {
                Class<?> controller = Class.forName("java.security.AccessController");
                Class<?> type = Class.forName("java.security.AccessControlContext");
                Object context = controller.getMethod("getContext").invoke(null);
                return Optional.ofNullable(
                        (Subject) Subject.class.getMethod("getSubject", type).invoke(null, context));
            }
        } catch (ReflectiveOperationException e) {
            return unknown(e);
        }
    }

    /** Then the operation is on record without a name. */
    private static Optional<Subject> unknown(ReflectiveOperationException why) {
        if (why instanceof InvocationTargetException target && target.getCause() instanceof Error error) {
            throw error;
        }
        return Optional.empty();
    }
}
