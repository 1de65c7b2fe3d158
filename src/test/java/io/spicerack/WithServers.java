package io.spicerack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.Tag;

/**
 * A test that starts database servers or other processes, or may: {@code ./mvnw test} leaves it out, {@code ./mvnw verify}
 * runs it. {@link LanesTest} tells which tests need it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@org.junit.jupiter.api.Tag("servers")
@Tag("servers")
public @interface WithServers {}
