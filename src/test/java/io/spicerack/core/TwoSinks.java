package io.spicerack.core;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.core.trail.AuditDelivery;
import io.spicerack.core.trail.AuditFiles;
import io.spicerack.core.trail.AuditFiles.AuditFile;
import io.spicerack.model.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sink of files and a sink of records, as routes would feed them: what is written is on disk before the position moves on.
 * One thread at a time.
 */
final class TwoSinks {
    private static final int MOST = 200;

    private final AuditFiles files;
    private final AuditDelivery records;
    private final LogBucket bucket;
    private final Path lines;

    TwoSinks(Spice spice, Path directory) {
        this(spice, directory, "records.jsonl");
    }

    /** @param name of the file of records: no two processes write into one */
    TwoSinks(Spice spice, Path directory, String name) {
        files = spice.auditFiles();
        records = spice.audit();
        bucket = new LogBucket(directory.resolve("audit"));
        lines = directory.resolve(name);
        files.register("files");
        records.register("lines");
    }

    LogBucket bucket() {
        return bucket;
    }

    void drain() throws IOException {
        for (Optional<AuditFile> next = files.next("files", MOST); next.isPresent(); next = files.next("files", MOST)) {
            AuditFile file = next.get();
            bucket.put(file.key(), new TrailObjects.Content(file.gzip(), file.metadata()));
            files.delivered("files", file);
        }
        for (Optional<AuditDelivery.Batch> next = records.next("lines", MOST);
                next.isPresent();
                next = records.next("lines", MOST)) {
            append(next.get().records());
            records.delivered("lines", next.get());
        }
    }

    private void append(List<AuditRecord> batch) throws IOException {
        String text = batch.stream().map(AuditRecord::json).collect(Collectors.joining("\n", "", "\n"));
        try (FileChannel file =
                FileChannel.open(lines, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.truncate(wholeLines(file));
            file.position(file.size());
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
    }

    /** Where the last whole line ends: a writer that was killed may have left half of one. */
    private static long wholeLines(FileChannel file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long end = file.size();
        while (end > 0) {
            one.clear();
            file.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    /** The records that the sink of records has, in the order in which it got them, the repeated ones too. */
    static List<String> lines(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.filter(TwoSinks::isOfRecords).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfRecords(Path file) {
        return String.valueOf(file.getFileName()).startsWith("records");
    }
}
