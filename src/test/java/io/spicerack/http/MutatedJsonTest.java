package io.spicerack.http;

import io.spicerack.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever bytes a client sends as JSON, or as the target of its request, are read or refused with a status of its own. */
class MutatedJsonTest {
    private final Mutations bodies = new Mutations(List.of(
            bytes(
                    "{\"Name\":\"a\",\"Count\":12,\"When\":1700000000.25,\"List\":[\"x\",\"y\"],\"Object\":{\"A\":true}}"),
            bytes("{\"Name\":\"\\ud83c\\udf36\\u0000\",\"Count\":1e309,\"When\":-1,\"List\":[[[[]]]],\"Object\":null}"),
            bytes("[".repeat(120) + "]".repeat(120)),
            bytes("{\"Name\":1234567890123456789012345678901234567890}"),
            bytes("")));
    private final Mutations targets = new Mutations(List.of(
            bytes("/accounts/111122223333/data-sets/patients?max-results=10&next-token=a%20b"),
            bytes("/data-sets/%F0%9F%8C%B6/rows?format=csv&limit=5"),
            bytes("/a//b/../c/./d?x=%2F&x=%zz+&=&&")));

    @Property(seed = "1729")
    void aBodyIsReadOrRefused(@ForAll Random random) {
        bodies.each(random, 20, body -> {
            try {
                JsonInput input = JsonInput.of(JsonBody.parse(body));
                input.allow(Set.of("Name", "Count", "When", "List", "Object"));
                attempt(() -> input.optionalText("Name", 20));
                attempt(() -> input.integer("Count", 0, 100));
                attempt(() -> input.time("When"));
                attempt(() -> input.has("Object"));
            } catch (RequestRefusedException e) {
                // as it should be
            }
        });
    }

    @Property(seed = "1729")
    void aTargetIsReadOrRefused(@ForAll Random random) {
        targets.each(
                random,
                20,
                target -> attempt(() -> RequestTarget.parse(new String(target, StandardCharsets.ISO_8859_1))
                        .segments()));
    }

    private interface Read {
        Object value();
    }

    private static void attempt(Read read) {
        try {
            Object unused = read.value();
        } catch (RequestRefusedException e) {
            // as it should be
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
