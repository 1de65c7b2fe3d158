package io.spicerack.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of what every catalog promises: its constructor takes an {@link OpenedCatalog}, which is in a file. The same test runs on
 * PostgreSQL as a part of {@link CatalogsOnPostgresTest}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(FileCatalogs.class)
@interface WithCatalog {}
