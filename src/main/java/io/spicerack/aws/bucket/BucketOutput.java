package io.spicerack.aws.bucket;

import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * One new object. What fits into one part goes in one piece; else parts go on their way while the next is filled, two at a time.
 * Nothing is there under the object's key before {@link #complete}.
 */
final class BucketOutput implements SealedOutput {
    static final int PART_BYTES = 8 << 20;

    private static final int FIRST_BYTES = 1 << 18;
    private static final int ON_THEIR_WAY = 2;

    private final BucketCalls calls;
    private final Executor threads;
    private final String key;
    private final CRC32 crc32 = new CRC32();
    private final Deque<CompletableFuture<CompletedPart>> sending = new ArrayDeque<>();
    private final List<CompletedPart> sent = new ArrayList<>();
    private byte[] part = new byte[FIRST_BYTES];
    private int filled;
    private long length;
    private int parts;
    private BucketCalls.@Nullable Upload upload;
    private boolean completed;

    BucketOutput(BucketCalls calls, Executor threads, String key) {
        this.calls = calls;
        this.threads = threads;
        this.key = key;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        length += bytes.remaining();
        crc32.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            if (filled == PART_BYTES) {
                send();
            }
            int count = Math.min(bytes.remaining(), PART_BYTES - filled);
            if (filled + count > part.length) {
                part = Arrays.copyOf(part, Math.min(PART_BYTES, Math.max(2 * part.length, filled + count)));
            }
            bytes.get(part, filled, count);
            filled += count;
        }
    }

    private void send() {
        BucketCalls.Upload begun = upload;
        if (begun == null) {
            begun = calls.begin(key);
            upload = begun;
        }
        while (sending.size() >= ON_THEIR_WAY) {
            sent.add(arrived(sending.remove()));
        }
        BucketCalls.Upload target = begun;
        Content content = new Content(part, filled);
        int number = ++parts;
        sending.add(CompletableFuture.supplyAsync(() -> calls.putPart(target, number, content), threads));
        part = new byte[PART_BYTES];
        filled = 0;
    }

    @Override
    public void complete(String sha256) throws IOException {
        if (upload == null) {
            String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
            calls.putNew(key, new Content(part, filled), digest);
        } else {
            send();
            while (!sending.isEmpty()) {
                sent.add(arrived(sending.remove()));
            }
            byte[] checksum = HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) crc32.getValue()));
            calls.complete(upload, sent, length, Base64.getEncoder().encodeToString(checksum));
        }
        completed = true;
    }

    private static CompletedPart arrived(CompletableFuture<CompletedPart> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** A part that is on its way would come after the end of its upload. */
    @Override
    public void close() {
        part = new byte[0];
        if (!completed && upload != null) {
            completed = true;
            sending.forEach(each ->
                    each.exceptionally(e -> CompletedPart.builder().build()).join());
            calls.abort(key, upload.id());
        }
    }
}
