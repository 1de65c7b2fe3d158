package io.spicerack.camel;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Descriptor;
import javax.management.JMException;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanAttributeInfo;
import javax.management.modelmbean.ModelMBeanConstructorInfo;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.ModelMBeanInfoSupport;
import javax.management.modelmbean.ModelMBeanNotificationInfo;
import javax.management.modelmbean.ModelMBeanOperationInfo;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.management.DefaultManagementObjectStrategy;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.MixinRequiredModelMBean;
import org.jspecify.annotations.Nullable;

/**
 * What JMX shows of Camel: contexts, routes, consumers and thread pools as they are, and the operations of an allow list. The
 * engine's generic ones (send to any endpoint, change a route, trace bodies) are not exported, and no attribute can be set.
 */
final class ManagedBeans extends DefaultManagementMBeanAssembler {
    /** By the MBean's type; a type that is not here has no MBean. */
    static final Map<String, Set<String>> OPERATIONS = Map.of(
            "context",
            Set.of("dumpRoutesAsXml()", "dumpRoutesStatsAsXml(boolean,boolean)", "routeIds()", "startAllRoutes()"),
            "routes",
            Set.of(
                    "dumpRouteAsXml()",
                    "dumpRouteStatsAsXml(boolean,boolean)",
                    // of which the context makes its own; counts and times
                    "dumpStatsAsXml(boolean)",
                    "start()",
                    "stop()"),
            "consumers",
            Set.of(),
            "threadpools",
            Set.of());

    private record Kind(Class<?> bean, String type) {}

    /** To make it anew for each of a thousand routes would be most of what it costs to show them. */
    private final Map<Kind, ModelMBeanInfo> infos = new ConcurrentHashMap<>();

    private ManagedBeans(CamelContext context) {
        super(context);
    }

    /** From now on JMX shows no more than this of a context. */
    static void showIn(CamelContext context) {
        context.getCamelContextExtension().setManagementMBeanAssembler(new ManagedBeans(context));
        context.getManagementStrategy().setManagementObjectStrategy(new DefaultManagementObjectStrategy() {
            /** It would have no MBean; of some thousands, what is done until that is seen takes a second. */
            @Override
            public @Nullable Object getManagedObjectForEndpoint(CamelContext ofContext, Endpoint endpoint) {
                return null;
            }
        });
    }

    @Override
    public @Nullable ModelMBean assemble(MBeanServer server, Object bean, ObjectName name) throws JMException {
        String type = String.valueOf(name.getKeyProperty("type"));
        Set<String> operations = OPERATIONS.get(type);
        if (operations == null) {
            return null;
        }
        Kind kind = new Kind(bean.getClass(), type);
        ModelMBeanInfo known = infos.get(kind);
        if (known != null && ofItsClass(bean)) {
            return shown(bean, known);
        }
        ModelMBean whole = super.assemble(server, bean, name);
        if (whole != null) {
            ModelMBeanInfo reduced = reduced((ModelMBeanInfo) whole.getMBeanInfo(), operations);
            whole.setModelMBeanInfo(reduced);
            if (ofItsClass(bean)) {
                infos.put(kind, reduced);
            }
        }
        return whole;
    }

    /** Whether its class alone says what it shows. */
    private static boolean ofItsClass(Object bean) {
        Object managed = bean instanceof ManagedInstance instance ? instance.getInstance() : null;
        boolean own = managed != null && managed.getClass().isAnnotationPresent(ManagedResource.class);
        return !own && !(bean instanceof NotificationSenderAware);
    }

    /** As the assembler does it with an info that it has made. */
    private ModelMBean shown(Object bean, ModelMBeanInfo info) throws JMException {
        Boolean mask = camelContext.getManagementStrategy().getManagementAgent().getMask();
        ModelMBean shown = new MixinRequiredModelMBean(info, mask != null && mask, null, null);
        try {
            shown.setManagedResource(bean, "ObjectReference");
        } catch (InvalidTargetObjectTypeException e) {
            throw new JMException(e.getMessage());
        }
        return shown;
    }

    private static ModelMBeanInfo reduced(ModelMBeanInfo whole, Set<String> allowed) throws JMException {
        ModelMBeanAttributeInfo[] attributes = Stream.of(whole.getAttributes())
                .map(ModelMBeanAttributeInfo.class::cast)
                .filter(ModelMBeanAttributeInfo::isReadable)
                .map(ManagedBeans::readOnly)
                .toArray(ModelMBeanAttributeInfo[]::new);
        Set<String> getters = Arrays.stream(attributes)
                .map(attribute -> attribute.getDescriptor().getFieldValue("getMethod") + "()")
                .collect(Collectors.toSet());
        ModelMBeanOperationInfo[] operations = Stream.of(whole.getOperations())
                .map(ModelMBeanOperationInfo.class::cast)
                .filter(operation -> allowed.contains(signature(operation)) || getters.contains(signature(operation)))
                .toArray(ModelMBeanOperationInfo[]::new);
        return new ModelMBeanInfoSupport(
                whole.getClassName(),
                whole.getDescription(),
                attributes,
                new ModelMBeanConstructorInfo[0],
                operations,
                Stream.of(whole.getNotifications())
                        .map(ModelMBeanNotificationInfo.class::cast)
                        .toArray(ModelMBeanNotificationInfo[]::new),
                whole.getMBeanDescriptor());
    }

    private static ModelMBeanAttributeInfo readOnly(ModelMBeanAttributeInfo attribute) {
        Descriptor descriptor = attribute.getDescriptor();
        descriptor.removeField("setMethod");
        return new ModelMBeanAttributeInfo(
                attribute.getName(),
                attribute.getType(),
                attribute.getDescription(),
                true,
                false,
                attribute.isIs(),
                descriptor);
    }

    private static String signature(ModelMBeanOperationInfo operation) {
        return Stream.of(operation.getSignature())
                .map(MBeanParameterInfo::getType)
                .collect(Collectors.joining(",", operation.getName() + "(", ")"));
    }
}
