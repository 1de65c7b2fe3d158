package io.spicerack.audit.file;

import io.spicerack.model.Account;
import io.spicerack.model.AuditRecord;
import io.spicerack.model.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One log file as CloudTrail delivers it: an object key and the gzip of {@code {"Records":[...]}}. Both follow from the records
 * alone, so that the same batch delivered twice is one file. Immutable as long as nobody writes to its bytes.
 *
 * @param key {@code [prefix/]AWSLogs/account/CloudTrail/region/YYYY/MM/DD/account_CloudTrail_region_YYYYMMDDTHHmmZ_16 characters
 *     .json.gz}, with the time of the last record in it
 * @param sha256 hex, of the file before it is compressed
 */
@SuppressWarnings("ArrayRecordComponent") // a few hundred KB that go straight to a sink
public record LogFile(String key, byte[] gzip, String sha256) {
    /** Keeps a file below what a reader can hold at once; a record is 1 to 2 KB, 230 KB at most. */
    public static final int MAX_RECORDS = 1000;

    private static final DateTimeFormatter DAY = format("yyyy/MM/dd");
    private static final DateTimeFormatter MINUTE = format("yyyyMMdd'T'HHmm'Z'");
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int NAME_CHARACTERS = 16;

    /** The records in the order of the trail; {@code prefix} is put before the key, empty for none. */
    public static LogFile of(Account account, String prefix, List<AuditRecord> records) {
        if (records.isEmpty() || records.size() > MAX_RECORDS) {
            throw new IllegalArgumentException("a log file holds 1 to " + MAX_RECORDS + " records, not "
                    + records.size() + "; deliver smaller batches");
        }
        byte[] body = records.stream()
                .map(AuditRecord::json)
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
        Instant time = records.get(records.size() - 1).eventTime();
        String name = account.id() + "_CloudTrail_" + account.region() + "_" + MINUTE.format(time) + "_" + unique(body);
        String key = (prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + account.id() + "/CloudTrail/"
                + account.region() + "/" + DAY.format(time) + "/" + name + ".json.gz";
        return new LogFile(key, Gzip.compress(body), Sha256.hex(body));
    }

    private static String unique(byte[] body) {
        BigInteger rest = new BigInteger(1, Sha256.of(body));
        BigInteger base = BigInteger.valueOf(ALPHABET.length());
        StringBuilder characters = new StringBuilder(NAME_CHARACTERS);
        while (characters.length() < NAME_CHARACTERS) {
            BigInteger[] division = rest.divideAndRemainder(base);
            characters.append(ALPHABET.charAt(division[1].intValue()));
            rest = division[0];
        }
        return characters.toString();
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    @Override
    public String toString() {
        return "LogFile[" + key + ", " + gzip.length + " bytes]";
    }
}
