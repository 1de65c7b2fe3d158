package io.spicerack.kit.s3;

import io.spicerack.kit.protocol.AwsError;
import io.spicerack.model.Sha256;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;

/** The checksums of a whole object that a client may send along, and which must fit what came. Stateless. */
final class Checksums {
    private Checksums() {}

    static void check(S3Request request, byte[] content) {
        Map<String, String> checksums = Map.of(
                "content-md5", base64(EntityTag.md5(content)),
                "x-amz-checksum-crc32", base64(crc32(content)),
                "x-amz-checksum-sha256", base64(Sha256.of(content)));
        checksums.forEach((header, computed) -> {
            if (!request.incoming().onlyHeader(header).orElse(computed).equals(computed)) {
                throw new AwsError(
                        "BadDigest",
                        header.equals("content-md5")
                                ? "The Content-MD5 you specified did not match what we received."
                                : "The " + header + " you specified did not match the calculated checksum.");
            }
        });
    }

    private static byte[] crc32(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return HexFormat.of().parseHex(HexFormat.of().toHexDigits((int) crc.getValue()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
