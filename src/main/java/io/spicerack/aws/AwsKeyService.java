package io.spicerack.aws;

import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.FreshThread;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyDescription;
import io.spicerack.envelope.KeyGrants;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.KeySwitch;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.KeyReference;
import io.spicerack.model.KeyState;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** {@link KeyService} over AWS KMS, with its grants. Thread-safe, as the SDK's client is. */
public final class AwsKeyService implements KeyService, KeyGrants {
    /** Hands on what is a key of KMS by its name, and nothing else. */
    private record OwnKeys(KeySwitch calls) implements KeySwitch {
        @Override
        public void disable(KeyReference key) {
            calls.disable(KmsKeyNames.own(key));
        }

        @Override
        public void enable(KeyReference key) {
            calls.enable(KmsKeyNames.own(key));
        }
    }

    private final KmsClient kms;
    private final SecureRandom random;
    private final Account account;
    private final String grantee;
    private final @Nullable KeySwitch keySwitch;

    /**
     * @param account whose keys alone protect data here
     * @param grantee the principal ARN that grants are given to: the role that this service runs as
     * @param keySwitch what calls KMS to switch keys; null where they are not switched from here
     */
    public AwsKeyService(
            KmsClient kms, SecureRandom random, Account account, String grantee, @Nullable KeySwitch keySwitch) {
        this.kms = kms;
        this.random = random;
        this.account = account;
        this.grantee = grantee;
        this.keySwitch = keySwitch;
    }

    @Override
    public KeyReference reference(String text) {
        return KmsKeyNames.reference(text);
    }

    @Override
    public Optional<String> outOfPlace(KeyReference key) {
        return KmsKeyNames.outOfPlace(key, account);
    }

    @Override
    public GeneratedKey generateDataKey(KeyReference key, EncryptionContext context) {
        return FreshThread.call(() -> call(key, () -> {
            GenerateDataKeyResponse response = kms.generateDataKey(
                    request -> request.keyId(KmsKeyNames.own(key).text())
                            .keySpec(DataKeySpec.AES_256)
                            .encryptionContext(pairs(context)));
            DataKey plaintext = new DataKey(response.plaintext().asByteArrayUnsafe(), random);
            try {
                return new GeneratedKey(plaintext, wrapped(key, response.keyId(), response.ciphertextBlob()));
            } catch (RuntimeException e) {
                plaintext.close();
                throw e;
            }
        }));
    }

    @Override
    public DataKey decrypt(WrappedKey wrapped, EncryptionContext context) {
        return call(wrapped.key(), () -> new DataKey(decryptBytes(wrapped, context), random));
    }

    @Override
    public WrappedKey encrypt(KeyReference key, byte[] plaintext, EncryptionContext context) {
        return call(key, () -> {
            EncryptResponse response =
                    kms.encrypt(request -> request.keyId(KmsKeyNames.own(key).text())
                            .plaintext(SdkBytes.fromByteArray(plaintext))
                            .encryptionContext(pairs(context)));
            return wrapped(key, response.keyId(), response.ciphertextBlob());
        });
    }

    @Override
    public byte[] decryptBytes(WrappedKey wrapped, EncryptionContext context) {
        KeyReference key = wrapped.key();
        return FreshThread.call(() -> call(key, () -> {
            DecryptResponse response =
                    kms.decrypt(request -> request.keyId(KmsKeyNames.own(key).text())
                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped.blob()))
                            .encryptionContext(pairs(context)));
            sameKey(key, response.keyId());
            return response.plaintext().asByteArrayUnsafe();
        }));
    }

    @Override
    public WrappedKey reEncrypt(
            WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after) {
        return call(wrapped.key(), () -> reEncrypted(wrapped, before, to, after));
    }

    private WrappedKey reEncrypted(
            WrappedKey wrapped, EncryptionContext before, KeyReference to, EncryptionContext after) {
        try {
            ReEncryptResponse response =
                    kms.reEncrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(wrapped.blob()))
                            .sourceKeyId(KmsKeyNames.own(wrapped.key()).text())
                            .sourceEncryptionContext(pairs(before))
                            .destinationKeyId(KmsKeyNames.own(to).text())
                            .destinationEncryptionContext(pairs(after)));
            sameKey(wrapped.key(), response.sourceKeyId());
            return wrapped(to, response.keyId(), response.ciphertextBlob());
        } catch (SdkException e) {
            // KMS names the key that it refuses; where it names none, the wrapped key does not open
            boolean destination = e.getMessage() != null && e.getMessage().contains(to.toString());
            throw KmsFailures.translate(destination ? to : wrapped.key(), e);
        }
    }

    @Override
    public void permitted(KeyReference key, EncryptionContext context) {
        boolean unused = call(key, () -> {
            try {
                GenerateDataKeyResponse response = kms.generateDataKey(
                        request -> request.keyId(KmsKeyNames.own(key).text())
                                .keySpec(DataKeySpec.AES_256)
                                .encryptionContext(pairs(context))
                                .dryRun(true));
                // a stand-in for KMS that does not know dry runs
                new DataKey(response.plaintext().asByteArrayUnsafe(), random).close();
                sameKey(key, response.keyId());
            } catch (DryRunOperationException e) {
                // KMS's way to say yes
            }
            return true;
        });
    }

    @Override
    public String createGrant(KeyReference key, EncryptionContext context, String name) {
        return call(
                key,
                () -> Objects.requireNonNull(kms.createGrant(
                                request -> request.keyId(KmsKeyNames.own(key).text())
                                        .name(name)
                                        .granteePrincipal(grantee)
                                        .retiringPrincipal(grantee)
                                        .operations(
                                                GrantOperation.ENCRYPT,
                                                GrantOperation.DECRYPT,
                                                GrantOperation.DESCRIBE_KEY,
                                                GrantOperation.GENERATE_DATA_KEY)
                                        .constraints(constraint -> constraint.encryptionContextSubset(pairs(context))))
                        .grantId()));
    }

    @Override
    public boolean retireGrant(KeyReference key, String grantId, EncryptionContext context) {
        try {
            call(
                    key,
                    () -> kms.retireGrant(request ->
                            request.keyId(KmsKeyNames.own(key).text()).grantId(grantId)));
            return true;
        } catch (KeyUnavailableException e) {
            if (!(e.getCause() instanceof NotFoundException)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public KeyDescription describe(KeyReference key) {
        try {
            return call(key, () -> {
                KeyMetadata metadata = kms.describeKey(
                                request -> request.keyId(KmsKeyNames.own(key).text()))
                        .keyMetadata();
                sameKey(key, metadata.arn());
                boolean symmetric = metadata.keySpec() == KeySpec.SYMMETRIC_DEFAULT
                        && metadata.keyUsage() == KeyUsageType.ENCRYPT_DECRYPT;
                return new KeyDescription(key, KeyStates.of(metadata.keyStateAsString()), symmetric);
            });
        } catch (KeyUnavailableException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return new KeyDescription(key, KeyState.Missing, false);
            }
            throw e;
        }
    }

    @Override
    public Optional<KeyGrants> keyGrants() {
        return Optional.of(this);
    }

    @Override
    public Optional<KeySwitch> keySwitch() {
        return Optional.ofNullable(keySwitch).map(OwnKeys::new);
    }

    /** What fails here is KMS's answer: it has a place whatever it is. */
    private static <T> T call(KeyReference key, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw KmsFailures.translate(key, e);
        } catch (KeyUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw KmsFailures.nonsense(key, e);
        }
    }

    private static Map<String, String> pairs(EncryptionContext context) {
        return Map.of(EncryptionContext.KEY, context.resource().toString());
    }

    private static WrappedKey wrapped(KeyReference asked, String answered, SdkBytes blob) {
        sameKey(asked, answered);
        return new WrappedKey(asked, Base64.getEncoder().encodeToString(blob.asByteArrayUnsafe()));
    }

    private static void sameKey(KeyReference asked, @Nullable String answered) {
        if (answered == null) {
            throw KmsFailures.nonsense(asked, null);
        }
        if (!asked.toString().equals(answered)) {
            throw new KeyUnavailableException(
                    asked,
                    Reason.WRONG_CIPHERTEXT,
                    "KMS answered with key " + answered + " where " + asked
                            + " was asked for; name keys by their key ARN",
                    null);
        }
    }
}
