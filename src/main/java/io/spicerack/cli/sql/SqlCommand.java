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
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
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
        json
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
                    "table, csv (with a header; NULL is an empty field) or json (an object a line); table unless given.")
    private Format format = Format.table;

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
        SqlAddress address = withPassword(SqlAddress.of(
                host,
                port,
                user,
                environment,
                ServiceOptions.home().resolve("config").resolve("application.properties")));
        try (SqlClient client = SqlClient.connect(address);
                Pager pager = Pager.open(output.get(), query != null && format == Format.table)) {
            Writer out = new OutputStreamWriter(pager.out(), StandardCharsets.UTF_8);
            return query == null ? script(client, out) : one(client, query, out);
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
            client.ask(sql, printer(out), progress ? err() : null);
            return 0;
        } catch (SQLException e) {
            out.flush();
            throw SqlClient.refusal(sql, e);
        }
    }

    private RowPrinter printer(Writer out) throws IOException {
        return switch (format) {
            case table -> new TablePrinter(out);
            case csv -> new CsvPrinter(out);
            case json -> new JsonPrinter(out);
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
