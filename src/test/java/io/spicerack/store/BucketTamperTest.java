package io.spicerack.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.TakesLong;
import io.spicerack.aws.bucket.BucketUnderTest;
import io.spicerack.kit.aws.AwsUnderTest;
import io.spicerack.model.VersionId;
import io.spicerack.table.SampleTables;
import io.spicerack.table.hash.TableChecksum;
import io.spicerack.table.parquet.DamagedFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What is refused of a directory is refused of a bucket, in the same words. */
@TakesLong
class BucketTamperTest extends TamperTest {
    @RegisterExtension
    static final AwsUnderTest AWS = new AwsUnderTest();

    private final BucketUnderTest bucket = new BucketUnderTest(AWS.endpoint());

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void aFileThatIsReplacedWhileItIsOpenIsRefused() throws Exception {
        Path files = files(Path.of(""));
        StoreFixture fixture = store(files);
        SealedVersion sealed =
                fixture.seal(new VersionId("v3"), SampleTables.generate(SampleTables.generated(3), 30_000));
        try (OpenVersion open = fixture.open(sealed)) {
            Path part = files.resolve("patients/v3/part-00000.parquet");
            byte[] other = Files.readAllBytes(part);
            other[other.length / 2] ^= 1;
            Files.write(part, other);
            assertThatThrownBy(() -> TableChecksum.of(open.read(() -> {})))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("file part-00000.parquet of version v3 of data set")
                    .hasRootCauseInstanceOf(S3Exception.class)
                    .cause()
                    .hasMessage(nameOf(part) + " is another object than was opened");
        }
    }

    @Override
    Path files(Path temporary) {
        return AWS.objects(bucket.bucket).resolve("a/store");
    }

    @Override
    StoreFixture store(Path files) {
        return new StoreFixture(files, bucket.places);
    }

    @Override
    String nameOf(Path file) {
        return "s3://" + bucket.bucket + "/"
                + AWS.objects(bucket.bucket).relativize(file).toString();
    }
}
