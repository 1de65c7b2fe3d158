package io.spicerack.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Opens the core that a test asks for, and closes it when the test is over. */
final class CoreOpener implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == CoreFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(ExtensionContext.Namespace.create(CoreOpener.class))
                .getOrComputeIfAbsent(Opened.class, any -> new Opened(), Opened.class)
                .core;
    }

    /** A core that a constructor takes belongs to the test, not to all tests of the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** JUnit closes what it keeps. */
    private static final class Opened implements AutoCloseable {
        private final Path directory;
        private final CoreFixture core;

        Opened() {
            try {
                directory = Files.createTempDirectory("core");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            core = CoreFixture.open(directory);
        }

        @Override
        public void close() throws IOException {
            core.close();
            FileUtils.deleteDirectory(directory.toFile());
        }
    }
}
