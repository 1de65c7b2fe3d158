package io.spicerack.ops;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean that shows the {@link About} texts of its interface. Thread-safe where the bean is. */
final class DescribedBean<T> extends StandardMBean {
    private final Class<T> type;
    private final Map<Class<?>, MBeanInfo> infos;

    DescribedBean(T bean, Class<T> type) {
        this(bean, type, new ConcurrentHashMap<>());
    }

    /** @param infos of beans of each type, which all look alike: made once, and not for each of hundreds */
    DescribedBean(T bean, Class<T> type, Map<Class<?>, MBeanInfo> infos) {
        super(bean, type, true);
        this.type = type;
        this.infos = infos;
    }

    @Override
    protected @Nullable MBeanInfo getCachedMBeanInfo() {
        return infos.get(type);
    }

    @Override
    protected void cacheMBeanInfo(MBeanInfo info) {
        infos.put(type, info);
    }

    @Override
    protected @Nullable String getDescription(MBeanInfo info) {
        About about = type.getAnnotation(About.class);
        return about == null ? info.getDescription() : about.value();
    }

    @Override
    protected @Nullable String getDescription(MBeanAttributeInfo info) {
        return about((info.isIs() ? "is" : "get") + info.getName(), info.getDescription());
    }

    @Override
    protected @Nullable String getDescription(MBeanOperationInfo info) {
        return about(info.getName(), info.getDescription());
    }

    /** An operation that ends something says so to whoever draws a button for it. */
    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return MBeanOperationInfo.ACTION;
    }

    @Override
    protected @Nullable String getDescription(MBeanOperationInfo operation, MBeanParameterInfo info, int place) {
        About about = parameter(operation, place).getAnnotation(About.class);
        return about == null ? info.getDescription() : about.value();
    }

    @Override
    protected @Nullable String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo info, int place) {
        return parameter(operation, place).getName();
    }

    private Parameter parameter(MBeanOperationInfo operation, int place) {
        return Stream.of(type.getMethods())
                .filter(candidate -> candidate.getName().equals(operation.getName())
                        && candidate.getParameterCount() == operation.getSignature().length)
                .findFirst()
                .orElseThrow()
                .getParameters()[place];
    }

    private String about(String method, String otherwise) {
        return Stream.of(type.getMethods())
                .filter(candidate -> candidate.getName().equals(method))
                .map(DescribedBean::text)
                .findFirst()
                .orElse(otherwise);
    }

    private static String text(Method method) {
        About about = method.getAnnotation(About.class);
        return about == null ? method.getName() : about.value();
    }
}
