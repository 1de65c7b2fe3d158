package io.spicerack.table.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetMetricsCallback;
import org.jspecify.annotations.Nullable;

/**
 * Options for parquet-java's reader without Hadoop. The builder of 1.18.1 makes Hadoop codecs before it takes ours, so the
 * constructor behind it is called instead; a test without Hadoop's jars tells when another version changes it.
 */
final class ReadOptions {
    private static final int MAX_ALLOCATION = 8 << 20;

    private ReadOptions() {}

    static ParquetReadOptions of(
            CompressionCodecFactory codec, FileDecryptionProperties decryption, RowGroupArena memory) {
        try {
            Constructor<?> constructor = Arrays.stream(ParquetReadOptions.class.getDeclaredConstructors())
                    .filter(each -> Arrays.asList(each.getParameterTypes()).contains(ParquetConfiguration.class))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("parquet-java has other read options than 1.18.1"));
            Object[] arguments = Arrays.stream(constructor.getParameterTypes())
                    .map(type -> argument(type, codec, decryption, memory))
                    .toArray();
            return (ParquetReadOptions) MethodHandles.privateLookupIn(ParquetReadOptions.class, MethodHandles.lookup())
                    .unreflectConstructor(constructor)
                    .invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("parquet-java's read options cannot be made", e);
        }
    }

    /** Filters, checksums and vectored reads stay off: a reader here takes whole row groups. */
    private static @Nullable Object argument(
            Class<?> type, CompressionCodecFactory codec, FileDecryptionProperties decryption, RowGroupArena memory) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return MAX_ALLOCATION;
        }
        Map<Class<?>, Object> values = Map.of(
                FilterCompat.Filter.class,
                FilterCompat.NOOP,
                ParquetMetadataConverter.MetadataFilter.class,
                ParquetMetadataConverter.NO_FILTER,
                CompressionCodecFactory.class,
                codec,
                ByteBufferAllocator.class,
                memory,
                Map.class,
                Map.of(),
                FileDecryptionProperties.class,
                decryption,
                ParquetConfiguration.class,
                new PlainParquetConfiguration());
        return type == ParquetMetricsCallback.class ? null : values.get(type);
    }
}
