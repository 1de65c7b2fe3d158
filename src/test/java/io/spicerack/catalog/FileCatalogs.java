package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;

import io.spicerack.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Opens catalogs in files, but for tests that have servers: those bring their own way. */
class FileCatalogs implements ParameterResolver {
    /** Whether the test, or the one that it is nested in, has servers. */
    static boolean onServers(ExtensionContext test) {
        return test.getEnclosingTestClasses().stream().anyMatch(outer -> outer.isAnnotationPresent(WithServers.class));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == OpenedCatalog.class && !onServers(test);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(ExtensionContext.Namespace.create(getClass()))
                .getOrComputeIfAbsent(OpenedCatalog.class, type -> opened(), OpenedCatalog.class);
    }

    /** What a constructor takes belongs to the test, not to all tests of the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    private OpenedCatalog opened() {
        try {
            return OpenedCatalog.by(this::open);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Catalog open(Path file) {
        return TestCatalogs.open(file, CLOCK);
    }
}
