package io.spicerack.scram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Against the example of RFC 7677, and what PostgreSQL keeps of a password. */
class ScramTest {
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private final ScramVerifier verifier = ScramVerifier.of("pencil", SALT, 4096);

    @Test
    void theExampleOfTheRfcIsProven() {
        String message = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=" + NONCE;
        byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        assertThat(verifier.proves(proof, message)).isTrue();
        assertThat(Base64.getEncoder().encodeToString(verifier.serverSignature(message)))
                .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        proof[7] ^= 1;
        assertThat(verifier.proves(proof, message)).isFalse();
        assertThat(verifier.proves(new byte[31], message)).isFalse();
    }

    @Test
    void whatIsKeptIsPostgresOwnFormAndTellsNoPassword() {
        assertThat(verifier.text()).startsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$").doesNotContain("pencil");
        assertThat(ScramVerifier.parse(verifier.text()).text()).isEqualTo(verifier.text());
        assertThat(verifier).hasToString("ScramVerifier[redacted]");
        assertThatThrownBy(() -> ScramVerifier.parse("SCRAM-SHA-256$1000:W22ZaJ0SNY7soEsUEjb6gQ==$x:y"))
                .hasMessage("what is kept of a database password is no SCRAM-SHA-256 verifier");
        assertThatThrownBy(() -> ScramVerifier.parse(verifier.text().replace("$4096:", "$9999999:")))
                .hasMessageContaining("has 9999999 iterations; there are 4096 to 1000000");
    }

    @Test
    void nobodyLooksAlikeEachTimeAndIsProvenByNothing() {
        byte[] secret = new byte[32];
        ScramVerifier nobody = ScramVerifier.ofNobody("mallory", secret);
        assertThat(ScramVerifier.ofNobody("mallory", secret).text()).isEqualTo(nobody.text());
        assertThat(ScramVerifier.ofNobody("trent", secret).saltText()).isNotEqualTo(nobody.saltText());
        assertThat(nobody.iterations()).isEqualTo(verifier.iterations());
        assertThat(nobody.proves(new byte[32], "anything")).isFalse();
    }

    @Test
    void anExchangeTakesEachStepOnceAndNoOtherNonce() {
        ScramExchange exchange = new ScramExchange(verifier, new SecureRandom());
        assertThat(exchange.answer("c=biws,r=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")).isNull();
        assertThat(exchange.challenge("p=tls-server-end-point,,n=,r=rOprNGfwEbeRWgbNEkqO")).isNull();
        assertThat(exchange.challenge("n,,n=user,r=short")).isNull();
        assertThat(exchange.challenge("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
                .startsWith("r=rOprNGfwEbeRWgbNEkqO")
                .endsWith(",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        assertThat(exchange.challenge("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")).isNull();
        assertThat(exchange.answer("c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
                .isNull();
    }
}
