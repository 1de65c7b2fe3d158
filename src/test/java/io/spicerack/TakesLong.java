package io.spicerack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.Tag;

/**
 * A test that needs no server, but more than some seconds of work or of waiting: {@code ./mvnw test} leaves it out,
 * {@code ./mvnw verify} runs it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@org.junit.jupiter.api.Tag("long")
@Tag("long")
public @interface TakesLong {}
