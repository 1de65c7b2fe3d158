package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No text of the product is made of a Duration as Java writes it, PT16M: its messages are read at night. */
class DurationsAreForPeopleTest {
    private static final Path CLASSES = Path.of("target/classes/io/spicerack");
    private static final String DURATION = "Ljava/time/Duration;";

    @Test
    void noTextIsPutTogetherFromADurationAsItIs() throws IOException {
        List<String> wrong;
        try (Stream<Path> files = Files.walk(CLASSES)) {
            wrong = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> concatenations(file).stream().anyMatch(type -> type.contains(DURATION)))
                    .map(file -> CLASSES.relativize(file).toString())
                    .sorted()
                    .toList();
        }
        assertThat(wrong).as("use DurationText.of").isEmpty();
    }

    /** So that the rule would be broken where it should. */
    @Test
    void aTextThatIsPutTogetherFromOneIsFound() {
        Path own = Path.of("target/test-classes/io/spicerack/DurationsAreForPeopleTest.class");
        assertThat(concatenations(own)).anyMatch(type -> type.contains(DURATION));
        assertThat(broken(java.time.Duration.ofMinutes(16))).isEqualTo("it is PT16M");
    }

    private static String broken(java.time.Duration time) {
        return "it is " + time;
    }

    /** The types of what the compiler puts together, by the class file's constants (JVMS 4.4). */
    private static List<String> concatenations(Path file) {
        Map<Integer, String> texts = new HashMap<>();
        List<int[]> named = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts.put(i, in.readUTF());
                    case 12 -> named.add(new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                    case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 17, 18 -> in.skipNBytes(4);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++;
                    }
                    default -> throw new IOException(file + " has a constant of kind " + tag);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return named.stream()
                .filter(pair -> "makeConcatWithConstants".equals(texts.get(pair[0])))
                .map(pair -> String.valueOf(texts.get(pair[1])))
                .toList();
    }
}
