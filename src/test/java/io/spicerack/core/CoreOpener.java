package io.spicerack.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.ReflectionSupport;

/** Opens what a test asks for by its {@code open(Path)}, and closes it when the test is over. */
final class CoreOpener implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return opening(parameter.getParameter().getType()).isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return test.getStore(ExtensionContext.Namespace.create(CoreOpener.class))
                .getOrComputeIfAbsent(type, CoreOpener::opened, Opened.class)
                .fixture();
    }

    /** What a constructor takes belongs to the test, not to all tests of the class, unless these share an instance. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    private static Optional<Method> opening(Class<?> type) {
        return ReflectionSupport.findMethod(type, "open", Path.class)
                .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == type)
                .filter(method -> AutoCloseable.class.isAssignableFrom(type));
    }

    private static Opened opened(Class<?> type) {
        try {
            Path directory = Files.createTempDirectory("core");
            Object fixture = ReflectionSupport.invokeMethod(opening(type).orElseThrow(), null, directory);
            return new Opened(directory, (AutoCloseable) fixture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JUnit closes what it keeps, and lets a fixture throw what it likes. */
    @SuppressWarnings("try")
    private record Opened(Path directory, AutoCloseable fixture) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            fixture.close();
            FileUtils.deleteDirectory(directory.toFile());
        }
    }
}
