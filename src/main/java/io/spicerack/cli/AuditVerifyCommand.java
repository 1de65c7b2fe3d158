package io.spicerack.cli;

import io.spicerack.audit.file.DigestKey;
import io.spicerack.audit.file.DigestKeys;
import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import io.spicerack.audit.verify.TrailCheck;
import io.spicerack.audit.verify.TrailHead;
import io.spicerack.aws.BucketObjects;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One thread runs it. */
@Command(
        name = "verify",
        description =
                "Checks delivered log files against their signed digest files. It needs no service, only the public"
                        + " keys. Exit status 0 when nothing was changed, removed or put there.",
        mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {
    private static final String BUCKET = "s3://";

    @Parameters(
            paramLabel = "DIR|s3://BUCKET",
            description =
                    "The audit directory or the bucket, with AWSLogs/ in it. A bucket is read with the credentials of"
                            + " the environment.")
    private String where = "";

    @Option(
            names = "--public-keys",
            paramLabel = "FILE",
            description = "What 'spicerack audit public-keys' printed; else audit-signing/public-keys.json beside the"
                    + " directory, which proves nothing against those who can write there.")
    private @Nullable Path publicKeys;

    @Option(
            names = "--expect",
            paramLabel = "KEY|FILE|service",
            description =
                    "How far the trail must reach, else nobody sees that its end was cut off: the key of the newest"
                            + " digest file as 'spicerack audit deliver' printed it, a file that 'spicerack audit head' printed, or"
                            + " service, which asks the running one.")
    private @Nullable String expect;

    @Option(
            names = "--sink",
            paramLabel = "NAME",
            description =
                    "Which sink has put the files there (spicerack audit sinks): with --expect, what it has got must be"
                            + " there also where no digest file lists it yet. Default: s3 for a bucket, files for a directory.")
    private @Nullable String sink;

    @Mixin
    private ClientOptions service = new ClientOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (where.startsWith(BUCKET)) {
            String bucket = where.substring(BUCKET.length()).replaceAll("/+$", "");
            try (BucketObjects objects = BucketObjects.open(bucket)) {
                return report(check(objects, keys(publicKeys)));
            }
        }
        Path directory = Path.of(where).toAbsolutePath().normalize();
        if (!Files.isDirectory(directory.resolve("AWSLogs"))) {
            throw new ParameterException(
                    commandLine(), directory + " has no AWSLogs directory; name the audit directory of a service");
        }
        Path beside = directory.resolveSibling("audit-signing").resolve("public-keys.json");
        TrailObjects objects = new LogBucket(directory);
        return report(check(objects, keys(publicKeys == null ? beside : publicKeys)));
    }

    private TrailCheck.Report check(TrailObjects objects, List<DigestKey> keys) {
        String expected = expect;
        if (expected == null) {
            return TrailCheck.check(objects, keys, Optional.empty(), sink());
        }
        if (!expected.equals("service")) {
            return TrailCheck.check(objects, keys, Optional.of(noted(expected)), sink());
        }
        ManagementClient client = service.client();
        TrailHead head = TrailHead.parse(client.get("/audit/head").toString());
        TrailCheck.Report report = TrailCheck.check(objects, keys, Optional.of(head), sink());
        if (report.valid()) {
            return report;
        }
        // a log file that was closed meanwhile is no finding
        TrailHead later = TrailHead.parse(client.get("/audit/head").toString());
        return TrailCheck.check(objects, keys, Optional.of(head.and(later)), sink());
    }

    private String sink() {
        String named = sink;
        return named != null ? named : where.startsWith(BUCKET) ? "s3" : "files";
    }

    private TrailHead noted(String expected) {
        if (expected.startsWith("AWSLogs/")) {
            return TrailHead.of(expected);
        }
        try {
            return TrailHead.parse(Files.readString(Path.of(expected)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(
                    commandLine(),
                    "--expect is neither the key of a digest file (AWSLogs/...), nor service, nor a file that 'spicerack"
                            + " audit head' printed: " + e.getMessage(),
                    e);
        }
    }

    private List<DigestKey> keys(@Nullable Path file) {
        if (file == null) {
            throw new ParameterException(
                    commandLine(), "--public-keys is missing: name a file that 'spicerack audit public-keys' printed");
        }
        try {
            return DigestKeys.read(file);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private int report(TrailCheck.Report report) {
        PrintWriter out = commandLine().getOut();
        for (TrailCheck.Problem problem : report.problems()) {
            out.println("INVALID  " + problem.key() + "  " + problem.what());
        }
        out.println(report.digests() + " digest files and " + report.logs() + " log files are valid, "
                + report.problems().size() + " findings; " + report.waiting()
                + " log files wait for the next digest file");
        if (expect == null) {
            out.println("Whether the end was cut off is not known: --expect names how far the trail must reach");
        }
        if (report.digests() == 0) {
            out.println("There is no valid digest file, so nothing is proven. One is closed each hour, or now with:"
                    + " spicerack audit deliver");
        }
        out.flush();
        return report.valid() ? 0 : 1;
    }

    private picocli.CommandLine commandLine() {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException("the command was not started through picocli");
        }
        return known.commandLine();
    }
}
