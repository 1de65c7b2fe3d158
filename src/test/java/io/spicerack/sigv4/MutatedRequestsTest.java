package io.spicerack.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.Mutations;
import io.spicerack.TakesLong;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.http.RequestTarget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A request that was signed by AWS, and changed by somebody: where it is accepted, it is served as it was signed. */
@TakesLong
class MutatedRequestsTest {
    /** Those that are served: some have a path that only a normaliser would take. */
    private static final List<PublishedRequest> ORIGINALS = PublishedRequestsTest.acceptedRequests()
            .filter(MutatedRequestsTest::isServed)
            .toList();

    private static boolean isServed(PublishedRequest request) {
        try {
            return !RequestTarget.parse(request.target()).path().isEmpty();
        } catch (RequestRefusedException e) {
            return false;
        }
    }

    /**
     * What a service would go by. White space within a signed value counts once, of whatever kind it is: so AWS's own signer
     * signs it, and no server of HTTP lets a line's end into a value.
     */
    private record Served(
            String method,
            List<String> segments,
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            String body) {
        static Served of(PublishedRequest request) {
            RequestTarget target = RequestTarget.parse(request.target());
            Set<String> signed = new HashSet<>(List.of(request.signedHeaders().split(";", -1)));
            Map<String, List<String>> headers = new TreeMap<>();
            for (List<String> header : request.headers()) {
                String name = header.get(0).toLowerCase(Locale.ROOT);
                if (signed.contains(name)) {
                    headers.computeIfAbsent(name, any -> new ArrayList<>())
                            .add(header.get(1).strip().replaceAll("\\s+", " "));
                }
            }
            return new Served(request.method(), target.segments(), target.query(), headers, request.body());
        }
    }

    @Property(seed = "1729")
    void whatIsAcceptedIsServedAsSigned(@ForAll Random random) {
        for (int i = 0; i < 20; i++) {
            PublishedRequest original = ORIGINALS.get(random.nextInt(ORIGINALS.size()));
            PublishedRequest changed = changed(original, random);
            if (accepted(changed)) {
                assertServedAlike(original, changed);
            }
        }
    }

    private static void assertServedAlike(PublishedRequest original, PublishedRequest changed) {
        Served served;
        try {
            served = Served.of(changed);
        } catch (RequestRefusedException e) {
            // it is not served at all
            return;
        }
        assertThat(served)
                .as("%s %s %s", changed.method(), changed.target(), changed.headers())
                .isEqualTo(Served.of(original));
    }

    private static boolean accepted(PublishedRequest request) {
        try {
            request.verify();
            return true;
        } catch (SignatureRefusedException e) {
            return false;
        }
    }

    private static PublishedRequest changed(PublishedRequest original, Random random) {
        int header = random.nextInt(original.headers().size());
        return switch (random.nextInt(8)) {
            case 0 -> original.withMethod(changed(original.method(), random));
            case 1, 2 -> original.withTarget(changed(original.target(), random));
            case 3 ->
                original.withHeader(
                        header, changed(original.headers().get(header).get(1), random));
            case 4 ->
                original.withAnother(
                        changed(original.headers().get(header).get(0), random),
                        changed(original.headers().get(header).get(1), random));
            case 5 -> original.withBody(changed(original.body(), random));
            case 6 -> original.withSignature(changed(original.signature(), random));
            default -> original.withSignedHeaders(changed(original.signedHeaders(), random));
        };
    }

    private static String changed(String text, Random random) {
        String[] all = ORIGINALS.stream()
                .flatMap(request -> java.util.stream.Stream.of(request.target(), request.body()))
                .toArray(String[]::new);
        List<byte[]> originals = new ArrayList<>(List.of(bytes(text), bytes(text), bytes(text)));
        originals.add(bytes(all[random.nextInt(all.length)]));
        byte[][] made = new byte[1][];
        new Mutations(originals).each(random, 1, input -> made[0] = input);
        return new String(made[0], StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
