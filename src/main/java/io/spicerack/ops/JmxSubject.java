package io.spicerack.ops;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import javax.security.auth.Subject;

/** Whom a remote connector of JMX has let in, while it calls for them. */
public final class JmxSubject {
    private JmxSubject() {}

    /** {@code Subject.current()} where there is one, from Java 18 on; before it the one of the access control context. */
    public static Optional<Subject> present() {
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

    /** Then what is done is on record without a name. */
    private static Optional<Subject> unknown(ReflectiveOperationException why) {
        if (why instanceof InvocationTargetException target && target.getCause() instanceof Error error) {
            throw error;
        }
        return Optional.empty();
    }
}
