package io.spicerack;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

/** The product's classes and the kit's as ArchUnit reads them, once for all tests of a JVM: it takes seconds. */
public final class ProductClasses {
    public static final JavaClasses ALL =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.spicerack");

    private ProductClasses() {}
}
