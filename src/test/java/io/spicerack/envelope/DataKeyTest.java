package io.spicerack.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.KeyReference;
import io.spicerack.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DataKeyTest {
    private static final byte[] AAD = bytes("visits/v1");
    private static final byte[] TEXT = bytes("Łucja, 王 🌶");

    private final SecureRandom random = new SecureRandom();
    private final byte[] keyBytes = random.generateSeed(DataKey.LENGTH);
    private final DataKey key = new DataKey(keyBytes, random);

    @Test
    void opensWhatItSealedAndNeverSealsTheSameTwice() throws Exception {
        byte[] sealed = key.seal(TEXT, AAD);
        assertThat(sealed).hasSize(12 + TEXT.length + 16);
        assertThat(key.open(sealed, AAD)).isEqualTo(TEXT);
        assertThat(key.seal(TEXT, AAD)).isNotEqualTo(sealed);
        assertThat(key.open(key.seal(new byte[0], AAD), AAD)).isEmpty();
    }

    @Test
    void everyChangedBitIsNoticed() {
        byte[] sealed = key.seal(TEXT, AAD);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> key.open(changed, AAD))
                    .isInstanceOf(TamperedException.class)
                    .hasMessage("a sealed message does not open under its data key");
        }
    }

    @Test
    void anotherContextAnotherKeyAndACutMessageAreRefused() {
        byte[] sealed = key.seal(TEXT, AAD);
        assertThatThrownBy(() -> key.open(sealed, bytes("visits/v2"))).isInstanceOf(TamperedException.class);
        try (DataKey other = new DataKey(random.generateSeed(DataKey.LENGTH), random)) {
            assertThatThrownBy(() -> other.open(sealed, AAD)).isInstanceOf(TamperedException.class);
        }
        assertThatThrownBy(() -> key.open(Arrays.copyOf(sealed, sealed.length - 1), AAD))
                .isInstanceOf(TamperedException.class);
        assertThatThrownBy(() -> key.open(new byte[27], AAD))
                .isInstanceOf(TamperedException.class)
                .hasMessage("a sealed message of 27 bytes is too short");
    }

    @Test
    void closingWipesTheBytesAndRefusesAllLaterUse() {
        byte[] sealed = key.seal(TEXT, AAD);
        key.close();
        key.close();
        assertThat(keyBytes).containsOnly(0);
        assertThatThrownBy(() -> key.seal(TEXT, AAD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this data key is closed");
        assertThatThrownBy(() -> key.open(sealed, AAD)).hasMessage("this data key is closed");
        assertThatThrownBy(() -> key.newFileKey(AAD)).hasMessage("this data key is closed");
    }

    @Test
    void aKeyOfAnotherLengthIsRefusedAndWiped() {
        byte[] short16 = random.generateSeed(16);
        assertThatThrownBy(() -> new DataKey(short16, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a data key has 32 bytes, not 16");
        assertThat(short16).containsOnly(0);
    }

    @Test
    void aFileKeyOpensFromItsWrappedFormUnderTheSameContextOnly() throws Exception {
        try (FileKey made = key.newFileKey(AAD);
                FileKey opened = key.openFileKey(made.wrapped(), AAD)) {
            byte[] bytes = made.lend(byte[]::clone);
            assertThat(bytes).hasSize(DataKey.LENGTH);
            assertThat(opened.<byte[]>lend(byte[]::clone)).isEqualTo(bytes);
            assertThatThrownBy(() -> key.openFileKey(made.wrapped(), bytes("other")))
                    .isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void whatAFileKeyLendsIsWipedAfterUseAndClosingWipesItself() throws Exception {
        FileKey fileKey = key.newFileKey(AAD);
        byte[] lent = fileKey.lend(bytes -> bytes);
        assertThat(lent).containsOnly(0);
        var field = FileKey.class.getDeclaredField("key");
        field.setAccessible(true);
        byte[] inside = (byte[]) field.get(fileKey);
        assertThat(inside).isNotEqualTo(new byte[DataKey.LENGTH]);
        fileKey.close();
        assertThat(inside).containsOnly(0);
        assertThatThrownBy(() -> fileKey.lend(bytes -> bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this file key is closed");
    }

    @Test
    void aFileKeyHandsOutCopiesOfItsWrappedFormAndWipesWhatItLentAlsoWhereTheUseFails() throws Exception {
        try (FileKey fileKey = key.newFileKey(AAD)) {
            byte[] wrapped = fileKey.wrapped();
            assertThat(wrapped).hasSize(12 + DataKey.LENGTH + 16);
            Arrays.fill(wrapped, (byte) 0);
            try (FileKey opened = key.openFileKey(fileKey.wrapped(), AAD)) {
                assertThat(opened.wrapped()).isEqualTo(fileKey.wrapped());
            }
            byte[][] lent = new byte[1][];
            assertThatThrownBy(() -> fileKey.lend(bytes -> {
                        lent[0] = bytes;
                        throw new IllegalStateException("the use failed");
                    }))
                    .hasMessage("the use failed");
            assertThat(lent[0]).hasSize(DataKey.LENGTH).containsOnly(0);
        }
    }

    @Test
    void aKeyThatIsTooLongIsRefusedAndWipedToo() {
        byte[] long33 = random.generateSeed(33);
        assertThatThrownBy(() -> new DataKey(long33, random)).hasMessage("a data key has 32 bytes, not 33");
        assertThat(long33).containsOnly(0);
    }

    @Test
    void aCloseWaitsForAnOperationUnderWay() throws Exception {
        Thread[] closing = new Thread[1];
        byte[] bytes = random.generateSeed(DataKey.LENGTH);
        byte[] before = bytes.clone();
        byte[][] seen = new byte[1][];
        DataKey[] busy = new DataKey[1];
        SecureRandom inTheMiddle = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] nonce) {
                closing[0] = new Thread(() -> busy[0].close());
                closing[0].start();
                while (closing[0].getState() != Thread.State.BLOCKED && closing[0].isAlive()) {
                    Thread.onSpinWait();
                }
                seen[0] = bytes.clone();
            }
        };
        busy[0] = new DataKey(bytes, inTheMiddle);
        byte[] sealed = busy[0].seal(TEXT, AAD);
        closing[0].join();
        assertThat(seen[0]).isEqualTo(before);
        assertThat(bytes).containsOnly(0);
        try (DataKey same = new DataKey(before, random)) {
            assertThat(same.open(sealed, AAD)).isEqualTo(TEXT);
        }
    }

    @Test
    void nothingPrintsItself() {
        assertThat(key).hasToString("DataKey[redacted]");
        try (FileKey fileKey = key.newFileKey(AAD)) {
            assertThat(fileKey).hasToString("FileKey[redacted]");
        }
        KeyReference arn = new KeyReference("arn:aws:kms:eu-west-1:123456789012:key/a");
        assertThat(new GeneratedKey(key, new WrappedKey(arn, "AAAA")).toString())
                .contains("DataKey[redacted]");
        try (Secret secret = Secret.of("hunter2")) {
            assertThat(secret).hasToString("Secret[redacted]");
        }
    }

    @Test
    void aWrappedKeyIsNeverEmptyAndAClosedSecretIsGone() {
        KeyReference arn = new KeyReference("arn:aws:kms:eu-west-1:123456789012:key/a");
        assertThatThrownBy(() -> new WrappedKey(arn, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the wrapped key under " + arn + " is empty");
        assertThat(new WrappedKey(arn, "AQI=").blob()).containsExactly(1, 2);
        assertThatThrownBy(() -> new WrappedKey(arn, "not base64")).isInstanceOf(IllegalArgumentException.class);
        Secret secret = Secret.of("hunter2");
        secret.close();
        assertThatThrownBy(() -> secret.reveal(text -> text)).hasMessage("this secret is closed");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
