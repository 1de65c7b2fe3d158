package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page that is written from the code, between two comments that Markdown does not show. A build that runs with
 * {@code -Ddocs.write=true} writes it anew; every other build fails where page and code differ. Not thread-safe.
 */
public final class GeneratedSection {
    private final Path page;
    private final String begin;
    private final String end;
    private final String from;
    private final Class<?> test;

    /** {@code from}: what it is written from, for people; {@code test}: who writes it. */
    public GeneratedSection(String page, String from, Class<?> test) {
        this.page = Path.of(page);
        this.from = from;
        this.test = test;
        this.begin = "<!-- from " + from + "; written by " + test.getSimpleName() + ": do not edit -->\n";
        this.end = "<!-- end of " + from + " -->\n";
    }

    /** {@code lines}: what the code says now, each line ended by a line feed. */
    public void mustSay(String lines) throws IOException {
        String text = Files.readString(page);
        int after = text.indexOf(begin) + begin.length();
        int before = text.indexOf(end);
        assertThat(text).as("%s has a place for what %s says", page, from).contains(begin, end);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(page, text.substring(0, after) + "\n" + lines + "\n" + text.substring(before));
            return;
        }
        assertThat(text.substring(after, before))
                .as(
                        "%s differs from %s. Write it anew: ./mvnw -q test -Dtest=%s -Ddocs.write=true",
                        page, from, test.getSimpleName())
                .isEqualTo("\n" + lines + "\n");
    }
}
