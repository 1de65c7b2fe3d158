package io.spicerack.spark;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Reads one part over a connection of its own, since the service cuts the whole connection when a key is shut. Its batches are Arrow's
 * vectors as they came. A task that fails reads its part from the beginning. One thread.
 */
final class PartReader implements PartitionReader<ColumnarBatch> {
    /** What the service says where it serves as many as it can: it passes. */
    private static final String TOO_MANY = "53300";

    private static final long MOST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int FIRST_PAUSE_MILLIS = 200;
    private static final int LONGEST_PAUSE_MILLIS = 5000;

    private final PartReaderFactory reading;
    private final Part part;
    private FlightConnection connection;
    private FlightStream stream;
    private ColumnarBatch batch;

    PartReader(PartReaderFactory reading, Part part) {
        this.reading = reading;
        this.part = part;
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (batch == null) {
                begin();
            }
            if (!stream.next()) {
                return false;
            }
            batch.setNumRows(stream.getRoot().getRowCount());
            return true;
        } catch (FlightRuntimeException e) {
            throw failed(e);
        }
    }

    /** Waits where too many are served already: tasks of this very application may be. */
    private void begin() throws IOException {
        long begun = System.nanoTime();
        int pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                open();
                return;
            } catch (FlightRuntimeException e) {
                boolean full = e.status().code() == FlightStatusCode.RESOURCE_EXHAUSTED
                        && FlightConnection.words(e).contains(TOO_MANY);
                if (!full || System.nanoTime() - begun > MOST_WAIT_NANOS) {
                    throw e;
                }
                close();
                sleep(pause + ThreadLocalRandom.current().nextInt(pause));
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private void sleep(int millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("reading " + part + " of data set '" + reading.dataSet() + "' was interrupted");
        }
    }

    private void open() {
        connection = FlightConnection.open(reading.access().endpoint());
        stream = connection.part(part.ticket(), reading.access().token());
        VectorSchemaRoot root = stream.getRoot();
        // where no column is wanted one comes all the same, for how many rows there are
        ColumnVector[] vectors = new ColumnVector[reading.columns()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new ArrowColumnVector(root.getVector(i));
        }
        batch = new ColumnarBatch(vectors);
    }

    private IOException failed(FlightRuntimeException e) {
        return new IOException(
                "cannot read " + part + " of data set '" + reading.dataSet() + "' at "
                        + reading.access() + ": " + FlightConnection.words(e),
                e);
    }

    @Override
    public ColumnarBatch get() {
        return batch;
    }

    @Override
    public void close() throws IOException {
        FlightStream given = stream;
        FlightConnection open = connection;
        stream = null;
        connection = null;
        batch = null;
        try {
            if (given != null) {
                given.close();
            }
        } catch (Exception e) {
            throw new IOException("the stream of " + part + " cannot be closed", e);
        } finally {
            if (open != null) {
                open.close();
            }
        }
    }
}
