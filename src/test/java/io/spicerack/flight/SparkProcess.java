package io.spicerack.flight;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Apache Spark in a process of its own, with the data source (bench/spark/java: SparkSource). One thread. */
final class SparkProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;
    private final Path directory;

    /** What a command printed, and why it failed; empty where it did not. */
    record Answer(List<String> lines, String failure) {}

    /**
     * @param classPath Spark's jars, the data source and the classes of bench/spark
     * @param directory for what it writes, its event log included
     */
    SparkProcess(String classPath, Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("events"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        for (String name :
                List.of("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util", "util.concurrent")) {
            command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED");
        }
        for (String name : List.of("nio.ch", "nio.cs", "security.action", "util.calendar")) {
            command.add("--add-opens=java.base/sun." + name + "=ALL-UNNAMED");
        }
        command.addAll(List.of(
                "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                "-cp",
                classPath,
                "io.spicerack.bench.SparkSource",
                directory.resolve("events").toUri().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        process = builder.start();
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    Answer ask(String... words) throws IOException {
        commands.write(String.join("\t", words));
        commands.newLine();
        commands.flush();
        List<String> lines = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.equals("DONE")) {
                return new Answer(lines, "");
            } else if (line.startsWith("FAILED ")) {
                return new Answer(lines, line);
            }
            lines.add(line);
        }
        throw new IOException("Spark ended: " + Files.readString(directory.resolve("stderr")));
    }

    /** All that it has written: its log and its event log. */
    String written() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /** Ends it, and waits until it has written all. */
    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
