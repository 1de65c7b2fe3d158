package io.spicerack.core;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test on the real core with keys in memory: it takes a {@link CoreFixture} as a parameter, of its constructor for one. Each
 * test has its own, which is closed after it and whose directory goes with it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CoreOpener.class)
public @interface WithCore {}
