package io.spicerack.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowGroupArenaTest {
    private final RowGroupArena arena = new RowGroupArena();

    @Test
    void partsThatAreLentAtATimeDoNotOverlap() {
        lend(1_200_000);
        giveBack(1);
        List<ByteBuffer> parts = lend(700_000, 1, 0, 500_000, 300_000);
        for (int i = 0; i < parts.size(); i++) {
            fill(parts.get(i), i + 1);
        }
        for (int i = 0; i < parts.size(); i++) {
            assertFilled(parts.get(i), i + 1);
        }
    }

    @Test
    void aPartIsAsLargeAsItWasAskedForAndStartsAtNought() {
        assertThat(lend(10, 2_000_000, 10))
                .extracting(ByteBuffer::position, ByteBuffer::limit, ByteBuffer::capacity)
                .extracting(Object::toString)
                .containsExactly("(0, 10, 10)", "(0, 2000000, 2000000)", "(0, 10, 10)");
    }

    @Test
    void memoryIsLentAnewOnceAllOfItHasComeBack() {
        ByteBuffer first = arena.allocate(100);
        assertThat(first.arrayOffset()).isZero();
        ByteBuffer second = arena.allocate(100);
        arena.release(first);
        assertThat(memory(arena.allocate(100))).isSameAs(memory(first));
        assertThat(arena.allocate(100).arrayOffset()).isEqualTo(300);
        arena.release(second);
        giveBack(2);
        ByteBuffer again = arena.allocate(100);
        assertThat(memory(again)).isSameAs(memory(first));
        assertThat(again.arrayOffset()).isZero();
    }

    @Test
    void theNextRowGroupFitsWhereTheOneBeforeDidNot() {
        lend(900_000, 900_000, 900_000);
        giveBack(3);
        List<ByteBuffer> next = lend(950_000, 950_000, 900_000);
        assertThat(next).allMatch(part -> memory(part) == memory(next.get(0)));
        giveBack(3);
        assertThat(memory(lend(900_000).get(0))).isSameAs(memory(next.get(0)));
    }

    @Test
    void whatIsFarLargerThanARowGroupShouldBeIsNotKept() {
        lend(50_000_000, 50_000_000);
        giveBack(2);
        assertThat(memory(lend(1).get(0)).length).isEqualTo(8 << 20);
    }

    private List<ByteBuffer> lend(int... sizes) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int size : sizes) {
            parts.add(arena.allocate(size));
        }
        return parts;
    }

    private void giveBack(int parts) {
        for (int i = 0; i < parts; i++) {
            arena.release(ByteBuffer.allocate(0));
        }
    }

    /** Which array it is a part of. */
    @SuppressWarnings("ByteBufferBackingArray")
    private static byte[] memory(ByteBuffer part) {
        return part.array();
    }

    private static void fill(ByteBuffer part, int value) {
        while (part.hasRemaining()) {
            part.put((byte) value);
        }
    }

    private static void assertFilled(ByteBuffer part, int value) {
        part.flip();
        while (part.hasRemaining()) {
            assertThat(part.get()).isEqualTo((byte) value);
        }
    }
}
