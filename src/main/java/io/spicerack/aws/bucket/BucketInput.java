package io.spicerack.aws.bucket;

import io.spicerack.aws.StoreClients;
import io.spicerack.table.parquet.SealedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One object, read by ranges. Opening it fetches its end, where a Parquet file has its footer, and with it the object's tag:
 * each later range must be of the same object. Thread-safe.
 */
final class BucketInput implements SealedInput {
    /** Of a file's end; a small file as a whole. */
    private static final int TAIL_BYTES = 1 << 16;

    private static final int RANGE_BYTES = StoreClients.RANGE_BYTES;

    private final BucketCalls calls;
    private final Executor threads;
    private final String key;
    private final Fetched tail;
    private final List<Ahead> ahead = new ArrayList<>();
    private volatile boolean closed;

    /** A range that is on its way. */
    private record Ahead(long start, long end, CompletableFuture<Fetched> bytes) {}

    private BucketInput(BucketCalls calls, Executor threads, String key, Fetched tail) {
        this.calls = calls;
        this.threads = threads;
        this.key = key;
        this.tail = tail;
    }

    static BucketInput open(BucketCalls calls, Executor threads, String key) throws IOException {
        return new BucketInput(calls, threads, key, calls.get(key, "bytes=-" + TAIL_BYTES, "", TAIL_BYTES));
    }

    @Override
    public long size() {
        return tail.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (position >= size()) {
            return -1;
        }
        if (position >= tail.start()) {
            return copy(tail, target, position);
        }
        CompletableFuture<Fetched> fetched = fetched(position);
        if (fetched != null) {
            return copy(arrived(fetched), target, position);
        }
        long end = Math.min(Math.min(tail.start(), position + RANGE_BYTES), position + target.remaining());
        return copy(get(position, end), target, position);
    }

    private Fetched get(long start, long end) throws IOException {
        Fetched found = calls.get(key, "bytes=" + start + "-" + (end - 1), tail.tag(), end - start);
        if (found.start() != start || found.bytes().length != end - start) {
            throw new IOException("S3 gave other bytes of " + key + " than were asked for");
        }
        return found;
    }

    private static int copy(Fetched from, ByteBuffer target, long position) {
        int offset = Math.toIntExact(position - from.start());
        int count = Math.min(target.remaining(), from.bytes().length - offset);
        target.put(from.bytes(), offset, count);
        return count;
    }

    @Override
    public synchronized void expect(List<Range> next) {
        ahead.removeIf(
                each -> next.stream().noneMatch(range -> each.start() < end(range) && each.end() > range.start()));
        for (Range range : next) {
            long end = Math.min(end(range), tail.start());
            for (long start = range.start(); start < end && !closed; start += RANGE_BYTES) {
                long from = start;
                long to = Math.min(end, start + RANGE_BYTES);
                if (ahead.stream().noneMatch(each -> each.start() == from)) {
                    ahead.add(new Ahead(from, to, CompletableFuture.supplyAsync(() -> fetch(from, to), threads)));
                }
            }
        }
    }

    private static long end(Range range) {
        return range.start() + range.length();
    }

    private Fetched fetch(long start, long end) {
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            return get(start, end);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private synchronized @Nullable CompletableFuture<Fetched> fetched(long position) {
        return ahead.stream()
                .filter(each -> each.start() <= position && position < each.end())
                .findFirst()
                .map(Ahead::bytes)
                .orElse(null);
    }

    private static Fetched arrived(CompletableFuture<Fetched> bytes) throws IOException {
        try {
            return bytes.join();
        } catch (CancellationException e) {
            throw new ClosedChannelException();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        // whoever waits for one of them waits no longer
        ahead.forEach(each -> each.bytes().cancel(false));
        ahead.clear();
    }
}
