package io.spicerack.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on the real core: it takes a {@link CoreFixture} as a parameter, of its constructor for one, or a fixture with more
 * around it ({@code ServedCore}, {@code ApiFixture}, {@code PipelineFixture}, {@code ServiceFixture}). Each test has its own, or
 * each class whose tests share an instance. It is closed afterwards, and its directory goes with it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CoreOpener.class)
public @interface WithCore {}
