package io.spicerack.scram;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.Mutations;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a client says in the place of SCRAM's messages, it is not let in, and what is kept of a password is read or refused. */
class MutatedProofsTest {
    private static final ScramVerifier VERIFIER = ScramVerifier.of("correct", new byte[16], 4096);

    private final SecureRandom nonces = new SecureRandom();
    private final Mutations firsts = new Mutations(List.of(
            bytes("n,,n=,r=fyko+d2lbbFgONRv9qkxdawL"),
            bytes("y,a=alice,n=alice,r=fyko+d2lbbFgONRv9qkxdawL,x=extension"),
            bytes("p=tls-server-end-point,,n=,r=abcdefgh")));
    private final Mutations proofs = new Mutations(List.of(
            bytes("c=biws,r=fyko+d2lbbFgONRv9qkxdawLserver,p="
                    + Base64.getEncoder().encodeToString(new byte[32])),
            bytes("c=eSws,r=%hvYDpWUa2RaTCAfuxFIlj)hNlF,x=1,p="
                    + Base64.getEncoder().encodeToString(new byte[32]))));
    private final Mutations kept = new Mutations(List.of(bytes(VERIFIER.text())));

    @Property(seed = "1729")
    void nobodyIsLetInByWhatTheyMakeUp(@ForAll Random random) {
        firsts.each(random, 20, input -> {
            ScramExchange exchange = new ScramExchange(VERIFIER, nonces);
            String challenge = exchange.challenge(new String(input, StandardCharsets.UTF_8));
            if (challenge != null) {
                assertThat(challenge).startsWith("r=").endsWith(",i=4096");
            }
            String proof = new String(proofs.overwritten(random), StandardCharsets.UTF_8);
            if (challenge != null && random.nextBoolean()) {
                // the nonce as it should be
                proof = proof.replaceFirst(
                        "r=[^,]*",
                        java.util.regex.Matcher.quoteReplacement(challenge.substring(0, challenge.indexOf(','))));
            }
            assertThat(exchange.answer(proof)).isNull();
        });
    }

    @Property(seed = "1729")
    void aVerifierIsReadAsItStandsOrRefused(@ForAll Random random) {
        kept.each(random, 20, input -> {
            try {
                String text = ScramVerifier.parse(new String(input, StandardCharsets.UTF_8))
                        .text();
                assertThat(ScramVerifier.parse(text).text()).isEqualTo(text);
            } catch (IllegalArgumentException e) {
                // as it should be
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
