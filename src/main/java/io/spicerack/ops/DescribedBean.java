package io.spicerack.ops;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean that shows the {@link About} texts of its interface. Thread-safe where the bean is. */
final class DescribedBean<T> extends StandardMBean {
    private final Class<T> type;

    DescribedBean(T bean, Class<T> type) {
        super(bean, type, true);
        this.type = type;
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
