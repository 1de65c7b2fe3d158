package io.spicerack.hawtio;

import io.spicerack.login.Role;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

/**
 * What Jolokia asks before each thing that it does: the list decides, by the role of whoever this thread works for. Nothing
 * can be set, and nobody can subscribe. Thread-safe.
 */
final class JolokiaPolicy implements Restrictor {
    private static final Set<RequestType> TYPES =
            Set.of(RequestType.READ, RequestType.EXEC, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION);

    private static final ThreadLocal<@Nullable Role> ROLES = new ThreadLocal<>();

    private final AllowedBeans allowed;

    JolokiaPolicy(AllowedBeans allowed) {
        this.allowed = allowed;
    }

    /** Does something for somebody of that role; outside of it nothing is allowed. */
    <T> T as(Role role, Supplier<T> work) {
        ROLES.set(role);
        try {
            return work.get();
        } finally {
            ROLES.remove();
        }
    }

    private boolean known() {
        return ROLES.get() != null;
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return method == HttpMethod.POST;
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return known() && TYPES.contains(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        return known() && allowed.reads(name, attribute);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return false;
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        Role role = ROLES.get();
        return role != null && allowed.calls(name, operation, role);
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !known() || !allowed.shows(name);
    }

    /** The port has looked at where a request comes from. */
    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return true;
    }

    /** The port has looked at the origin; no other one is told that it may ask. */
    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return false;
    }
}
