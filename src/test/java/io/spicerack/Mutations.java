package io.spicerack;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Inputs that somebody changed on their way: of originals that are right, some bytes are flipped, set to the edges of their
 * range, put in, taken out, doubled, or swapped with those of another. jqwik gives the random numbers, and prints the seed by
 * which the same inputs come again; {@code --config=jqwik.tries.default=N} of the console launcher makes more of them.
 * Thread-safe.
 */
public final class Mutations {
    private static final byte[] EDGES = {0, 1, 4, 0x20, 0x7f, (byte) 0x80, (byte) 0xfb, (byte) 0xfc, (byte) 0xfe, -1};
    private static final int MOST_CHANGES = 4;
    private static final int MOST_MOVED = 64;

    private final List<byte[]> originals;

    /** What an input is tried on. A failure that it throws is a finding: what is refused as it should be is caught there. */
    @FunctionalInterface
    public interface Trial {
        void of(byte[] input) throws Exception;
    }

    public Mutations(List<byte[]> originals) {
        this.originals = List.copyOf(originals);
    }

    /** Tries so many inputs; what fails is told with its input. */
    public void each(Random random, int inputs, Trial trial) {
        for (int i = 0; i < inputs; i++) {
            byte[] input = next(random);
            try {
                trial.of(input.clone());
            } catch (Throwable e) {
                throw new AssertionError("the input " + Base64.getEncoder().encodeToString(input), e);
            }
        }
    }

    byte[] next(Random random) {
        byte[] bytes = any(random).clone();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    /** As many bytes as before, those near the end more often than others. */
    public byte[] overwritten(Random random) {
        byte[] bytes = any(random).clone();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
            int from = random.nextBoolean() ? Math.max(0, bytes.length - MOST_MOVED) : 0;
            bytes[from + random.nextInt(bytes.length - from)] = octet(random);
        }
        return bytes;
    }

    private byte[] any(Random random) {
        return originals.get(random.nextInt(originals.size()));
    }

    private static byte octet(Random random) {
        return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : (byte) random.nextInt();
    }

    private byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int count = Math.min(1 + random.nextInt(MOST_MOVED), bytes.length - at);
        switch (random.nextInt(8)) {
            case 0 -> {
                return joined(bytes, at, new byte[] {octet(random)}, at);
            }
            case 1 -> {
                return joined(bytes, at, new byte[0], at + count);
            }
            case 2 -> {
                return joined(bytes, at, Arrays.copyOfRange(bytes, at, at + count), at);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                byte[] other = any(random);
                int from = random.nextInt(other.length + 1);
                return joined(
                        bytes, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + count)), at + count);
            }
            case 5 -> {
                byte[] number = new byte[random.nextBoolean() ? 2 : 4];
                random.nextBytes(number);
                number[0] = octet(random);
                return joined(bytes, at, number, Math.min(bytes.length, at + number.length));
            }
            default -> {
                if (at < bytes.length) {
                    bytes[at] = random.nextBoolean() ? (byte) (bytes[at] ^ 1 << random.nextInt(8)) : octet(random);
                }
                return bytes;
            }
        }
    }

    /** Up to {@code at}, then what is put in, then from {@code from} on. */
    private static byte[] joined(byte[] bytes, int at, byte[] more, int from) {
        byte[] joined = Arrays.copyOf(bytes, at + more.length + bytes.length - from);
        System.arraycopy(more, 0, joined, at, more.length);
        System.arraycopy(bytes, from, joined, at + more.length, bytes.length - from);
        return joined;
    }
}
