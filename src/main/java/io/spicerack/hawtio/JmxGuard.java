package io.spicerack.hawtio;

import io.spicerack.core.trail.Callers;
import io.spicerack.login.Session;
import io.spicerack.login.Sessions;
import io.spicerack.ops.JmxSubject;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.remote.MBeanServerForwarder;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the MBean server for whoever comes over the network: what the list does not give their role is refused, and
 * what it does not name is not there. Calls without a subject are JMX's own, which looks for who sends notifications.
 * Thread-safe.
 */
final class JmxGuard implements InvocationHandler {
    /** About one bean, whose name comes first; they tell what it is. */
    private static final Set<String> LOOKS = Set.of(
            "getMBeanInfo",
            "isRegistered",
            "isInstanceOf",
            "getObjectInstance",
            "addNotificationListener",
            "removeNotificationListener");

    /** Of the server itself, and how JMX finds the classes of arguments, which no client can ask for. */
    private static final Set<String> HARMLESS = Set.of(
            "getMBeanCount",
            "getDefaultDomain",
            "getDomains",
            "getClassLoaderFor",
            "getClassLoader",
            "getClassLoaderRepository");

    private static final String DELEGATE = "JMImplementation:type=MBeanServerDelegate";

    private final AllowedBeans allowed;
    private final Sessions sessions;
    private final Callers callers;
    private volatile @Nullable MBeanServer server;

    JmxGuard(AllowedBeans allowed, Sessions sessions, Callers callers) {
        this.allowed = allowed;
        this.sessions = sessions;
        this.callers = callers;
    }

    static MBeanServerForwarder of(JmxGuard guard) {
        return (MBeanServerForwarder) Proxy.newProxyInstance(
                JmxGuard.class.getClassLoader(), new Class<?>[] {MBeanServerForwarder.class}, guard);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        switch (method.getName()) {
            case "setMBeanServer" -> {
                server = (MBeanServer) given[0];
                return null;
            }
            case "getMBeanServer" -> {
                return server;
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return proxy == given[0];
            }
            case "toString" -> {
                return "JmxGuard";
            }
            default -> {
                return checked(method, given, connected());
            }
        }
    }

    private static Optional<JmxLogin.Connected> connected() {
        return JmxSubject.present().stream()
                .flatMap(subject -> subject.getPrincipals(JmxLogin.Connected.class).stream())
                .findFirst();
    }

    private @Nullable Object checked(Method method, Object[] given, Optional<JmxLogin.Connected> by) throws Throwable {
        String name = method.getName();
        Optional<Session> session = by.map(JmxLogin.Connected::session);
        if (session.isPresent() && !sessions.stillMay(session.get())) {
            throw new SecurityException(session.get().operator() + " may not be here any more");
        }
        if (HARMLESS.contains(name)) {
            return call(method, given);
        }
        if (name.equals("queryNames") || name.equals("queryMBeans")) {
            if (session.isPresent() && given[1] != null) {
                // it would be evaluated over beans that are not on the list
                throw new SecurityException("ask for a pattern of names alone, without a query");
            }
            return shown((Collection<?>) Objects.requireNonNull(call(method, given)));
        }
        if (LOOKS.contains(name)) {
            shown((ObjectName) given[0]);
            return call(method, given);
        }
        if (session.isPresent()) {
            return used(method, given, session.get(), by.get().peer());
        }
        throw refused(name, "");
    }

    private @Nullable Object used(Method method, Object[] given, Session session, String peer) throws Throwable {
        switch (method.getName()) {
            case "getAttribute" -> {
                ObjectName bean = shown((ObjectName) given[0]);
                if (!allowed.reads(bean, (String) given[1])) {
                    throw refused("reading " + given[1] + " of " + bean, "");
                }
                return call(method, given);
            }
            case "getAttributes" -> {
                ObjectName bean = shown((ObjectName) given[0]);
                String[] readable = Arrays.stream((String[]) given[1])
                        .filter(attribute -> allowed.reads(bean, attribute))
                        .toArray(String[]::new);
                return call(method, new Object[] {bean, readable});
            }
            case "invoke" -> {
                ObjectName bean = shown((ObjectName) given[0]);
                if (!allowed.calls(bean, (String) given[1], session.role())) {
                    throw refused(
                            given[1] + " of " + bean,
                            " for the role " + session.role().word());
                }
                return asCaller(session, peer, () -> call(method, given));
            }
            default -> throw refused(method.getName(), "");
        }
    }

    private interface Call {
        @Nullable
        Object make() throws Throwable;
    }

    /** On record under their name. */
    private @Nullable Object asCaller(Session session, String peer, Call call) throws Throwable {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Optional<Object> answer = callers.as(session.caller(peer, "spicerack-jmx"), () -> {
            try {
                return Optional.ofNullable(call.make());
            } catch (Throwable e) {
                failure.set(e);
                return Optional.empty();
            }
        });
        Throwable failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return answer.orElse(null);
    }

    private ObjectName shown(ObjectName name) {
        if (!isShown(name)) {
            throw refused(String.valueOf(name), "");
        }
        return name;
    }

    private boolean isShown(ObjectName name) {
        return name != null && (allowed.shows(name) || name.toString().equals(DELEGATE));
    }

    /** Those on the list, of names or of what has one. */
    private Set<Object> shown(Collection<?> found) {
        return found.stream()
                .filter(each ->
                        isShown(each instanceof ObjectInstance instance ? instance.getObjectName() : (ObjectName) each))
                .collect(Collectors.toSet());
    }

    private static SecurityException refused(String what, String role) {
        return new SecurityException(what + " is not on the list of what may be read and called" + role);
    }

    private @Nullable Object call(Method method, Object[] given) throws Throwable {
        try {
            return method.invoke(server, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
