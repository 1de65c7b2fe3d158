package io.spicerack.aws.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.StoreClients;
import io.spicerack.aws.bucket.FaultyHttp.Fault;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.model.DataSetId;
import io.spicerack.model.IngestionException;
import io.spicerack.model.Secret;
import io.spicerack.model.Sha256;
import io.spicerack.model.VersionId;
import io.spicerack.store.BucketAddress;
import io.spicerack.store.StoredVersion;
import io.spicerack.store.VersionPlace;
import io.spicerack.table.parquet.SealedInput;
import io.spicerack.table.parquet.SealedOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The store's way to S3 and back, when S3 or the network fails too. */
@TakesLong
class BucketPlacesTest {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private static final StoredVersion ONE = new StoredVersion(new DataSetId("patients"), new VersionId("v1"));
    private static final StoredVersion TWO = new StoredVersion(new DataSetId("patients"), new VersionId("v2"));
    private static final int NODES = 8;
    private static final String PART = "part-00000.parquet";

    /** Two parts, the last a short one. */
    private static final byte[] LARGE = bytes(BucketOutput.PART_BYTES + 100_000);

    /** In one piece, and longer than what is fetched when it is opened. */
    private static final byte[] SMALL = bytes(200_000);

    private final BucketUnderTest store = new BucketUnderTest(AWS.endpoint());
    private final VersionPlace place = store.places.of(ONE);

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(20).nextBytes(bytes);
        return bytes;
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverTheFirstTryOfEachCallComesToNothingIsLostOrDoubled(Fault fault) throws Exception {
        store.http.failFirst(fault);
        write(place, LARGE);
        place.write("manifest", new byte[] {1, 2, 3});
        place.replace("manifest", new byte[] {4, 5});
        place.settle();
        assertThat(place.files()).containsOnlyKeys("manifest", PART).containsEntry(PART, (long) LARGE.length);
        assertThat(readBack()).isEqualTo(LARGE);
        assertThat(place.read("manifest")).isEqualTo(new byte[] {4, 5});
        store.http.failFirst(Fault.NONE);
        assertThat(keys()).containsExactly("a/store/patients/v1/manifest", "a/store/patients/v1/" + PART);
        assertThat(uploads()).isZero();
        store.http.failFirst(fault);
        place.deleteAll();
        assertThat(keys()).isEmpty();
    }

    /** The client of the service bounds what it takes for an answer, and a range has megabytes. */
    @Test
    void theServicesOwnClientBringsTheLargestRange() throws Exception {
        write(place, LARGE);
        AwsConfig config = new AwsConfig(
                AwsUnderTest.ACCOUNT.region(),
                Optional.of(AWS.endpoint()),
                Optional.of(
                        new AwsConfig.AccessKey(AwsUnderTest.ACCESS_KEY_ID, Secret.of(AwsUnderTest.SECRET_ACCESS_KEY))),
                Duration.ofSeconds(30));
        BucketAddress address = BucketAddress.parse("s3://" + store.bucket + "/a/store");
        try (BucketPlaces places = new BucketPlaces(StoreClients.s3(config), address);
                SealedInput input = places.of(ONE).open(PART)) {
            ByteBuffer read = ByteBuffer.allocate(LARGE.length);
            while (read.hasRemaining() && input.read(read, read.position()) > 0) {
                // the next range
            }
            assertThat(read.array()).isEqualTo(LARGE);
        }
    }

    @Test
    void anObjectThatIsThereIsLeftAsItIs() throws Exception {
        place.write("manifest", new byte[] {1});
        write(place, LARGE);
        assertThatThrownBy(() -> place.write("manifest", new byte[] {1}))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("s3://" + store.bucket + "/a/store/patients/v1/manifest")
                .hasMessageContaining("an object is there that this write did not make");
        assertThatThrownBy(() -> write(place, LARGE)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> write(place, new byte[] {1})).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(readBack()).isEqualTo(LARGE);
        assertThat(uploads()).isZero();
    }

    @Test
    void anOutputThatIsClosedBeforeItIsCompleteLeavesNothing() throws Exception {
        try (SealedOutput output = place.create(PART)) {
            output.write(ByteBuffer.wrap(LARGE));
            assertThat(uploads()).isEqualTo(1);
        }
        assertThat(uploads()).isZero();
        assertThat(keys()).isEmpty();
    }

    /** A process that was killed closes nothing. */
    @Test
    void theUploadsOfACrashAreSweptAndThoseOfOthersAreNot() throws Exception {
        place.write("manifest", new byte[] {1});
        place.create(PART).write(ByteBuffer.wrap(LARGE));
        SealedOutput written = store.places.of(TWO).create(PART);
        written.write(ByteBuffer.wrap(LARGE));
        store.s3.createMultipartUpload(request -> request.bucket(store.bucket).key("a/store/of-others"));
        store.s3.createMultipartUpload(request -> request.bucket(store.bucket).key("b/patients/v1/" + PART));

        assertThat(store.places().versions()).containsExactly(ONE, TWO);
        store.places().discardUnfinished(TWO::equals);
        assertThat(uploads()).isEqualTo(3);
        written.complete(Sha256.hex(LARGE));
        assertThat(uploads()).isEqualTo(2);
        assertThat(keys()).containsExactly("a/store/patients/v1/manifest", "a/store/patients/v2/" + PART);
    }

    @Test
    void whatIsNotAVersionsIsNeitherSeenNorDeleted() throws Exception {
        place.write("manifest", new byte[] {1});
        for (String key :
                List.of("a/store/notes", "a/store/patients/v9/photo.jpg", "a/storeroom/patients/v1/manifest")) {
            store.s3.putObject(request -> request.bucket(store.bucket).key(key), RequestBody.fromString("x"));
        }
        assertThat(store.places.versions()).containsExactly(ONE);
        place.deleteAll();
        assertThat(keys()).hasSize(3);
    }

    @Test
    void aStoreIsOneInstallationsAlone() {
        store.places.claim("1111-a", false);
        store.places.claim("1111-a", false);
        assertThatThrownBy(() -> store.places().claim("2222-b", false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("spicerack.store is s3://" + store.bucket + "/a/store, which is the store of installation"
                        + " 1111-a; this is 2222-b. Give each a prefix of its own; if the other one runs no more and this"
                        + " one takes its place, start once with: spicerack run --adopt");
        store.places("another").claim("2222-b", false);
        store.places().claim("2222-b", true);
        assertThatThrownBy(() -> store.places.claim("1111-a", false)).hasMessageContaining("of installation 2222-b");
        assertThat(store.places.versions()).isEmpty();
    }

    /** Those of one installation all have it, and nobody of the other. */
    @Test
    void aStoreThatSeveralNodesClaimAtOnceIsOneInstallations() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            for (int round = 0; round < NODES; round++) {
                String prefix = "round-" + round;
                CyclicBarrier start = new CyclicBarrier(NODES);
                List<Future<String>> claims = new ArrayList<>();
                for (int node = 0; node < NODES; node++) {
                    String installation = node % 2 == 0 ? "1111-a" : "2222-b";
                    BucketPlaces places = store.places(prefix);
                    claims.add(threads.submit(() -> {
                        start.await();
                        try {
                            places.claim(installation, false);
                            return installation;
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessageContaining("; this is " + installation);
                            return "refused";
                        }
                    }));
                }
                List<String> said = new ArrayList<>();
                for (Future<String> claim : claims) {
                    said.add(claim.get());
                }
                assertThat(Collections.frequency(said, "refused")).isEqualTo(NODES / 2);
                said.removeAll(List.of("refused"));
                assertThat(new HashSet<>(said)).hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadIsRefused() throws Exception {
        write(place, SMALL);
        try (SealedInput input = place.open(PART)) {
            input.readFully(ByteBuffer.allocate(100), 0);
            byte[] other = SMALL.clone();
            other[50] ^= 1;
            store.s3.putObject(
                    request -> request.bucket(store.bucket).key("a/store/patients/v1/" + PART),
                    RequestBody.fromBytes(other));
            assertThatThrownBy(() -> input.readFully(ByteBuffer.allocate(100), 0))
                    .isInstanceOf(IOException.class)
                    .hasMessage("s3://" + store.bucket + "/a/store/patients/v1/" + PART
                            + " is another object than was opened");
        }
    }

    @Test
    void whatIsExpectedComesOnceAndInTheRightPlace() throws Exception {
        write(place, SMALL);
        try (SealedInput input = place.open(PART)) {
            long before = store.http.received();
            List<SealedInput.Range> ranges =
                    List.of(new SealedInput.Range(1_000, 5_000), new SealedInput.Range(50_000, 70_000));
            input.expect(ranges);
            input.expect(ranges);
            for (SealedInput.Range range : ranges) {
                ByteBuffer read = ByteBuffer.allocate((int) range.length());
                input.readFully(read, range.start());
                assertThat(read.array()).isEqualTo(Arrays.copyOfRange(SMALL, (int) range.start(), (int)
                        (range.start() + range.length())));
            }
            assertThat(store.http.received() - before).isEqualTo(75_000);
        }
    }

    @Test
    void aBucketThatDoesNotAnswerSaysNothingAboutItsObjects() throws Exception {
        write(place, SMALL);
        try (SealedInput input = place.open(PART)) {
            store.http.failAll(Fault.THROTTLED);
            assertThatThrownBy(() -> input.readFully(ByteBuffer.allocate(10), 0))
                    .isInstanceOf(IngestionException.class)
                    .hasMessage("The store s3://" + store.bucket + "/a/store cannot read a/store/patients/v1/" + PART
                            + ": S3 says SlowDown (HTTP 503). See that the bucket is there and that the service's role may"
                            + " use it; the version that was current stays so.");
        }
        store.http.failAll(Fault.LOST);
        assertThatThrownBy(() -> place.write("manifest", new byte[] {1}))
                .isInstanceOf(IngestionException.class)
                .hasMessageContaining(
                        "cannot write a/store/patients/v1/manifest: S3 says nothing (SdkClientException)");
    }

    private static void write(VersionPlace place, byte[] content) throws IOException {
        try (SealedOutput output = place.create(PART)) {
            output.write(ByteBuffer.wrap(content));
            output.complete(Sha256.hex(content));
        }
    }

    private byte[] readBack() throws IOException {
        try (SealedInput input = place.open(PART)) {
            ByteBuffer read = ByteBuffer.allocate((int) input.size());
            input.readFully(read, 0);
            return read.array();
        }
    }

    private List<String> keys() {
        return store.s3.listObjectsV2(request -> request.bucket(store.bucket)).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.endsWith("/spicerack-store"))
                .toList();
    }

    private int uploads() {
        return store.s3
                .listMultipartUploads(request -> request.bucket(store.bucket))
                .uploads()
                .size();
    }
}
