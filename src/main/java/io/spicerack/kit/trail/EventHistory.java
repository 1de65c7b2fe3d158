package io.spicerack.kit.trail;

import io.spicerack.kit.state.LineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The events of the last 90 days, as CloudTrail keeps them: a file for each hour, an event a line. Thread-safe. */
public final class EventHistory {
    private static final Duration KEPT = Duration.ofDays(90);
    private static final String ENDING = ".jsonl";
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Clock clock;
    private String hour;
    private LineFile current;

    public EventHistory(Path directory, Clock clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.clock = clock;
        this.hour = HOUR.format(clock.instant());
        this.current = file(hour);
        dropOld();
    }

    /** Keeps an event; one of a change must outlive a power cut too, as the change does. */
    synchronized void add(String event, Kind kind) {
        String now = HOUR.format(clock.instant());
        if (!now.equals(hour)) {
            hour = now;
            current = file(now);
            dropOld();
        }
        current.append(event);
        if (kind == Kind.CHANGE) {
            current.force();
        }
    }

    /** What an event tells of. */
    enum Kind {
        READ,
        CHANGE
    }

    /** The hours with events that may lie between the two times, the latest first. */
    public List<String> hours(Instant from, Instant until) {
        String first = HOUR.format(from.truncatedTo(ChronoUnit.HOURS));
        String last = HOUR.format(until);
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(each -> each.compareTo(first) >= 0 && each.compareTo(last) <= 0)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the events in " + directory + " cannot be listed", e);
        }
    }

    /** The events of one hour, the earliest first. */
    public synchronized List<String> events(String of) {
        return of.equals(hour) ? current.lines() : file(of).lines();
    }

    private LineFile file(String of) {
        return new LineFile(directory.resolve(of + ENDING));
    }

    private void dropOld() {
        Instant end = clock.instant().minus(KEPT);
        for (String old : hours(Instant.EPOCH, end)) {
            try {
                Files.deleteIfExists(directory.resolve(old + ENDING));
            } catch (IOException e) {
                throw new UncheckedIOException("old events in " + directory + " cannot be deleted", e);
            }
        }
    }
}
