package io.spicerack.table.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowGroupArenaTest {
    private final RowGroupArena arena = new RowGroupArena();

    @Test
    void partsThatAreLentAtATimeDoNotOverlap() {
        giveBack(lend(1_200_000));
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
        ByteBuffer third = arena.allocate(100);
        assertThat(memory(third)).isSameAs(memory(first));
        assertThat(third.arrayOffset()).isEqualTo(200);
        giveBack(List.of(second, third));
        ByteBuffer again = arena.allocate(100);
        assertThat(memory(again)).isSameAs(memory(first));
        assertThat(again.arrayOffset()).isZero();
    }

    @Test
    void theNextRowGroupFitsWhereTheOneBeforeDidNot() {
        giveBack(lend(900_000, 900_000, 900_000));
        List<ByteBuffer> next = lend(950_000, 950_000, 900_000);
        assertThat(next).allMatch(part -> memory(part) == memory(next.get(0)));
        giveBack(next);
        assertThat(memory(lend(900_000).get(0))).isSameAs(memory(next.get(0)));
    }

    @Test
    void whatIsFarLargerThanARowGroupShouldBeIsNotKept() {
        giveBack(lend(50_000_000, 50_000_000));
        assertThat(memory(lend(1).get(0)).length).isEqualTo(8 << 20);
    }

    @Test
    void aPartThatComesBackTwiceIsRefused() {
        ByteBuffer part = arena.allocate(10);
        ByteBuffer other = arena.allocate(10);
        arena.release(part);
        assertThatThrownBy(() -> arena.release(part))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a part of a row group's memory came back that is not lent");
        assertThat(arena.allocate(10).arrayOffset()).isEqualTo(20);
        arena.release(other);
    }

    private List<ByteBuffer> lend(int... sizes) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int size : sizes) {
            parts.add(arena.allocate(size));
        }
        return parts;
    }

    private void giveBack(List<ByteBuffer> parts) {
        parts.forEach(arena::release);
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
