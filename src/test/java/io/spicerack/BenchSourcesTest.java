package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurements stand beside the build and call the product's classes: what is renamed there must not end them. */
@TakesLong
class BenchSourcesTest {
    /** What they take from TPC-H's generator, which the build does not have. */
    private static final String ELSEWHERE = "io\\.trino\\.tpch|(class|variable) (LineItem(Generator)?|Tpch(Table|Entity))\\b";

    @Test
    void theProgramsOfTheBenchCompileAgainstTheProduct(@TempDir Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> sources = sources();
            assertThat(sources).hasSizeGreaterThan(5);
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    // goes on to the bodies of methods although the generator is missing
                    "-XDshould-stop.ifError=FLOW");
            compiler.getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        assertThat(said.getDiagnostics())
                .filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .extracting(each -> each.getMessage(Locale.ROOT))
                .allSatisfy(error -> assertThat(error).containsPattern(ELSEWHERE));
    }

    @Test
    void theProgramsRunWithEachFolderOfJarsThatTheLauncherTakes() throws IOException {
        String programs = Files.readString(Path.of("bench/programs.py"));
        assertThat(Files.readString(Path.of("spicerack"))).contains("$parts/lib", "$parts/kit");
        assertThat(programs).contains("target/lib/*", "target/kit/*");
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> bench = Files.walk(Path.of("bench/java"));
                Stream<Path> load = Files.walk(Path.of("bench/load"))) {
            return Stream.concat(bench, load)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }
}
