package io.spicerack.catalog;

import static io.spicerack.catalog.CatalogFixtures.CLOCK;
import static io.spicerack.catalog.CatalogFixtures.KEY_A;
import static io.spicerack.catalog.CatalogFixtures.PATIENTS;
import static io.spicerack.catalog.CatalogFixtures.event;
import static io.spicerack.catalog.CatalogFixtures.staged;

import io.spicerack.ChildJvm;
import io.spicerack.model.VersionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A second process that holds a catalog: it publishes v1, then stops in the middle of publishing v2 and says so. */
final class CatalogProcess implements AutoCloseable {
    private final Process process;

    CatalogProcess(Path file) throws IOException {
        process = new ProcessBuilder(ChildJvm.command(List.of(), CatalogProcess.class, file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    long pid() {
        return process.pid();
    }

    void awaitMiddleOfTransaction() throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (!"in the middle".equals(line)) {
            throw new IllegalStateException("the second process said " + line);
        }
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) {
        Catalog catalog = Catalog.open(Path.of(arguments[0]), CLOCK);
        catalog.run(tx -> {
            tx.dataSets().declare(PATIENTS, "Patients", null);
            tx.versions().stage(staged("v1", KEY_A));
            tx.versions().publish(PATIENTS, new VersionId("v1"));
            tx.audit().append(event("first"));
        });
        catalog.run(tx -> tx.versions().stage(staged("v2", KEY_A)));
        catalog.run(tx -> {
            tx.versions().publish(PATIENTS, new VersionId("v2"));
            tx.audit().append(event("second"));
            System.out.println("in the middle");
            awaitForEver();
        });
    }

    private static void awaitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this process", e);
        }
    }
}
