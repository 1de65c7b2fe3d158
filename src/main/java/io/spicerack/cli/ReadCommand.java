package io.spicerack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One thread runs it. */
@Command(
        name = "read",
        description = "Writes the rows of a data set's current version to standard output, UTF-8.",
        mixinStandardHelpOptions = true)
public final class ReadCommand extends ServiceCommand {
    enum Format {
        csv,
        json
    }

    private final Supplier<OutputStream> output;

    @Parameters(paramLabel = "DATA_SET", description = "Id of the data set.")
    private String dataSet = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "csv",
            description = "csv (with a header; NULL is an empty field, an empty text is \"\") or json (an object a"
                    + " line); csv unless given.")
    private Format format = Format.csv;

    private boolean broken;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
    private @Nullable Long limit;

    ReadCommand() {
        // not System.out, which hides a broken pipe
        this(() -> new FileOutputStream(FileDescriptor.out));
    }

    ReadCommand(Supplier<OutputStream> output) {
        this.output = output;
    }

    @Override
    protected int run(ManagementClient client) {
        String path = "/data-sets/" + UrlPart.dataSet(dataSet) + "/rows?format=" + format
                + (limit == null ? "" : "&limit=" + limit);
        HttpResponse<InputStream> response = client.stream(path);
        RowCount rows = format == Format.csv ? RowCount.ofCsv() : RowCount.ofJson();
        try (InputStream body = response.body();
                OutputStream out = output.get()) {
            byte[] buffer = new byte[1 << 16];
            int length;
            while ((length = read(body, buffer)) > 0) {
                rows.add(buffer, length);
                if (!write(out, buffer, length)) {
                    return 0;
                }
            }
        } catch (IOException e) {
            throw new ServiceException("cannot write the rows: " + e.getMessage());
        }
        OptionalLong count = response.headers().firstValueAsLong("X-Spicerack-Rows");
        if (count.isEmpty()) {
            // rules keep rows back, and how many there are is not told
            if (broken) {
                throw new ServiceException("data set '" + dataSet + "' was cut after " + HumanText.count(rows.rows())
                        + " rows: " + whyCut(client, response));
            }
            return 0;
        }
        long announced = count.getAsLong();
        if (rows.rows() != announced) {
            throw new ServiceException("data set '" + dataSet + "' was cut after " + HumanText.count(rows.rows())
                    + " of " + HumanText.count(announced) + " rows: " + whyCut(client, response));
        }
        return 0;
    }

    /** The next bytes; 0 at the end, be it the right one or not: the rows are counted. */
    private int read(InputStream body, byte[] buffer) {
        try {
            return Math.max(0, body.read(buffer));
        } catch (IOException e) {
            broken = true;
            return 0;
        }
    }

    /** False when nobody reads on, as with {@code | head}. */
    private static boolean write(OutputStream out, byte[] buffer, int length) throws IOException {
        try {
            out.write(buffer, 0, length);
            return true;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                return false;
            }
            throw e;
        }
    }

    private static String whyCut(ManagementClient client, HttpResponse<InputStream> response) {
        String read = response.headers().firstValue("X-Spicerack-Read").orElse("none");
        try {
            JsonNode reason = client.get("/reads/" + UrlPart.of("the read's id", read));
            return reason.path("message").asText();
        } catch (ServiceException e) {
            return "the service or the connection ended";
        }
    }
}
