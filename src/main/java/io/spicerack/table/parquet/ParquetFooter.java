package io.spicerack.table.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.crypto.InternalFileDecryptor;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file's footer, authenticated and taken apart once for all who read the file. It holds values, the bounds of each row group: who
 * lets go of the key lets go of it. Immutable.
 */
public final class ParquetFooter {
    /** Of the footer's length and the four letters behind it. */
    private static final int END = Integer.BYTES + 4;

    /** What tells how the footer is sealed is shorter. */
    private static final int MOST_CRYPTO = 1 << 12;

    /** By name: to choose among its constructors the compiler would want Hadoop's classes, which others of them take. */
    private static final MethodHandle OPEN = constructor();

    private final ParquetMetadata metadata;
    private final EncryptionAlgorithm algorithm;

    private ParquetFooter(ParquetMetadata metadata, EncryptionAlgorithm algorithm) {
        this.metadata = metadata;
        this.algorithm = algorithm;
    }

    /** The footer that was read from {@code input}. */
    static ParquetFooter of(ParquetMetadata metadata, SealedInput input) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(END).order(ByteOrder.LITTLE_ENDIAN);
        input.readFully(end, input.size() - END);
        int length = end.getInt(0);
        ByteBuffer begin = ByteBuffer.allocate(Math.min(length, MOST_CRYPTO));
        input.readFully(begin, input.size() - END - length);
        EncryptionAlgorithm algorithm = Util.readFileCryptoMetaData(new ByteArrayInputStream(begin.array()))
                .getEncryption_algorithm();
        return new ParquetFooter(metadata, algorithm);
    }

    /** Opens the file once more without reading its footer. */
    ParquetFileReader open(ParquetInput file, ParquetReadOptions options, FileDecryptionProperties decryption)
            throws IOException {
        ParquetMetadata own = under(decryption);
        SeekableInputStream stream = file.newStream();
        try {
            return (ParquetFileReader) OPEN.invokeExact((InputFile) file, own, options, stream);
        } catch (IOException | RuntimeException | Error e) {
            stream.close();
            throw e;
        } catch (Throwable e) {
            stream.close();
            throw new IllegalStateException("a reader of Parquet files cannot be made", e);
        }
    }

    private static MethodHandle constructor() {
        try {
            return MethodHandles.publicLookup()
                    .findConstructor(
                            ParquetFileReader.class,
                            MethodType.methodType(
                                    void.class,
                                    InputFile.class,
                                    ParquetMetadata.class,
                                    ParquetReadOptions.class,
                                    SeekableInputStream.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The same with ciphers of its own, which are of one thread. */
    private ParquetMetadata under(FileDecryptionProperties decryption) {
        FileMetaData file = metadata.getFileMetaData();
        InternalFileDecryptor decryptor = new InternalFileDecryptor(decryption);
        decryptor.setFileCryptoMetaData(algorithm, true, null);
        // all columns are under the footer's key
        for (BlockMetaData rowGroup :
                metadata.getBlocks().subList(0, Math.min(1, metadata.getBlocks().size()))) {
            int column = 0;
            for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
                decryptor.setColumnCryptoMetadata(chunk.getPath(), true, true, null, column++);
            }
        }
        FileMetaData own = new FileMetaData(
                file.getSchema(), file.getKeyValueMetaData(), file.getCreatedBy(), file.getEncryptionType(), decryptor);
        return new ParquetMetadata(own, metadata.getBlocks());
    }
}
