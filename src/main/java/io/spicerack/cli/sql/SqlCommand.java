package io.spicerack.cli.sql;

import io.spicerack.cli.ServiceException;
import io.spicerack.cli.ServiceOptions;
import io.spicerack.cli.Terminal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spicerack sql}. One thread runs it. */
@Command(
        name = "sql",
        description =
                "Asks the SQL port, as the principal that PGUSER and PGPASSWORD name: one query, or those of standard"
                        + " input, each ended by a semicolon.",
        mixinStandardHelpOptions = true)
public final class SqlCommand implements Callable<Integer> {
    enum Format {
        table,
        csv,
        json,
        parquet
    }

    private final Map<String, String> environment;
    private final Supplier<OutputStream> output;

    @Option(names = "-c", paramLabel = "QUERY", description = "The query; else those of standard input.")
    private @Nullable String query;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "table, csv (with a header; NULL is an empty field), json (an object a line) or parquet (to a file that"
                            + " is not sealed; with --output); table unless given.")
    private Format format = Format.table;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "A new file for the answer, which nobody but its owner may read; else standard output.")
    private @Nullable Path file;

    @Option(names = "--progress", description = "Tells on standard error how many rows have come.")
    private boolean progress;

    @Option(names = "--host", paramLabel = "HOST", description = "Where the port is; else PGHOST, else the settings.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Its number; else PGPORT, else the settings, else 8075.")
    private @Nullable String port;

    @Option(names = "--user", paramLabel = "NAME", description = "Who asks; else PGUSER. The password is PGPASSWORD's.")
    private @Nullable String user;

    @Spec
    private @Nullable CommandSpec spec;

    SqlCommand() {
        // not System.out, which hides a broken pipe
        this(System.getenv(), () -> new FileOutputStream(FileDescriptor.out));
    }

    SqlCommand(Map<String, String> environment, Supplier<OutputStream> output) {
        this.environment = environment;
        this.output = output;
    }

    @Override
    public Integer call() {
        try {
            return asked();
        } catch (ServiceException e) {
            err().println("spicerack: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            if (file != null) {
                err().println("spicerack: " + file + " cannot be written: " + e.getMessage());
                return 1;
            }
            // nobody reads on, as with | head
            return 0;
        } finally {
            err().flush();
        }
    }

    private PrintWriter err() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        return known.commandLine().getErr();
    }

    private int asked() throws IOException {
        if (format == Format.parquet && (file == null || query == null)) {
            throw new ServiceException("--format parquet writes the answer to one query into a file that is not sealed: say"
                    + " which one with --output FILE, and the query with -c");
        }
        SqlAddress address = withPassword(SqlAddress.of(
                host,
                port,
                user,
                environment,
                ServiceOptions.home().resolve("config").resolve("application.properties")));
        Path named = file;
        if (named != null) {
            try (SqlClient client = SqlClient.connect(address)) {
                return toFile(client, named);
            }
        }
        try (SqlClient client = SqlClient.connect(address);
                Pager pager = Pager.open(output.get(), query != null && format == Format.table)) {
            Writer out = new OutputStreamWriter(pager.out(), StandardCharsets.UTF_8);
            return query == null ? script(client, out) : one(client, query, out);
        }
    }

    /** What did not come to its end leaves no file. */
    private int toFile(SqlClient client, Path named) throws IOException {
        boolean whole = false;
        FileChannel made;
        try {
            made = FileChannel.open(
                    named,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new ServiceException(named + " is there already. Name another file, or move it away");
        } catch (NoSuchFileException e) {
            throw new ServiceException(named + " cannot be made: its directory is not there");
        }
        try (made) {
            int status;
            if (format == Format.parquet) {
                status = parquet(client, made);
            } else {
                Writer out = new OutputStreamWriter(Channels.newOutputStream(made), StandardCharsets.UTF_8);
                status = query == null ? script(client, out) : one(client, query, out);
                out.flush();
            }
            whole = true;
            return status;
        } finally {
            if (!whole) {
                Files.deleteIfExists(named);
            }
        }
    }

    private int parquet(SqlClient client, FileChannel made) throws IOException {
        try (ParquetAnswer answer = new ParquetAnswer(made)) {
            return one(client, Objects.requireNonNull(query), answer);
        }
    }

    private SqlAddress withPassword(SqlAddress address) {
        if (!address.password().isEmpty() || address.user().isEmpty() || !Terminal.present()) {
            return address;
        }
        Console console = Objects.requireNonNull(System.console());
        char[] typed = console.readPassword("Password of %s: ", address.user());
        if (typed == null) {
            return address;
        }
        try {
            return address.withPassword(new String(typed));
        } finally {
            Arrays.fill(typed, ' ');
        }
    }

    private int one(SqlClient client, String sql, Writer out) throws IOException {
        try {
            return one(client, sql, new PrintedRows(printer(out)));
        } catch (ServiceException e) {
            out.flush();
            throw e;
        }
    }

    private int one(SqlClient client, String sql, AnswerTaker taker) throws IOException {
        try {
            client.ask(sql, taker, progress ? err() : null);
            return 0;
        } catch (SQLException e) {
            throw SqlClient.refusal(sql, e);
        }
    }

    private RowPrinter printer(Writer out) throws IOException {
        return switch (format) {
            case table -> new TablePrinter(out);
            case csv -> new CsvPrinter(out);
            case json -> new JsonPrinter(out);
            case parquet -> throw new IllegalStateException("a Parquet file is no text");
        };
    }

    /** The first that is refused ends a script; at a terminal the next may be typed. */
    private int script(SqlClient client, Writer out) throws IOException {
        boolean typed = Terminal.present();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StringBuilder statement = new StringBuilder();
        while (true) {
            if (typed) {
                out.write(statement.isEmpty() ? "spicerack=> " : "spicerack-> ");
                out.flush();
            }
            String line = in.readLine();
            if (line == null || line.strip().matches("\\\\q|exit|quit")) {
                return statement.toString().isBlank() ? 0 : one(client, statement.toString(), out);
            }
            statement.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                try {
                    one(client, statement.toString(), out);
                } catch (ServiceException e) {
                    if (!typed) {
                        throw e;
                    }
                    err().println("spicerack: " + e.getMessage());
                    err().flush();
                }
                statement.setLength(0);
            }
        }
    }
}
