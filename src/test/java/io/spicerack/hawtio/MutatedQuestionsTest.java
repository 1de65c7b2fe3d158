package io.spicerack.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.login.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever comes to Jolokia, it is answered or refused: no answer changes anything, or has a stack trace in it. */
@TakesLong
class MutatedQuestionsTest {
    private static final Jolokia JOLOKIA = new Jolokia(AllowedBeans.shipped());

    private final Mutations bodies = new Mutations(List.of(
            bytes(
                    "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"HeapMemoryUsage\",\"path\":\"used\"}"),
            bytes("[{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc()\",\"arguments\":[]},"
                    + "{\"type\":\"search\",\"mbean\":\"java.lang:type=Run*,*\"}]"),
            bytes(
                    "{\"type\":\"list\",\"path\":\"java.lang/type=Runtime/attr\",\"config\":{\"maxDepth\":3,\"listCache\":true}}"),
            bytes(
                    "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":[\"Uptime\",\"SystemProperties\"],"
                            + "\"config\":{\"ignoreErrors\":true,\"includeStackTrace\":true},\"target\":{\"url\":\"x\"}}"),
            bytes("{\"type\":\"version\"}")));

    @Property(seed = "1729", tries = 200)
    void aBodyIsAnsweredOrRefused(@ForAll Random random) {
        bodies.each(random, 10, body -> {
            try {
                byte[] questions = JolokiaQuestions.checked(body, Map.of());
                assertThat(JOLOKIA.answer(questions, Role.VIEWER)).doesNotContain("\"stacktrace\"", "\\tat ");
            } catch (RequestRefusedException | IllegalArgumentException e) {
                // as it should be
            }
        });
    }

    @AfterContainer
    static void close() {
        JOLOKIA.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
