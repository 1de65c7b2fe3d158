package io.spicerack.app;

import io.spicerack.aws.CallFailures;
import io.spicerack.backup.BackupException;
import io.spicerack.camel.PipelineException;
import io.spicerack.catalog.database.CatalogException;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.model.IngestionException;
import io.spicerack.settings.SettingsException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** What to tell the user of a command that failed: a message where we wrote one, else a full account for a bug report. */
final class Explain {
    private static final List<Class<? extends RuntimeException>> WORDED = List.of(
            SettingsException.class,
            PipelineException.class,
            CatalogException.class,
            KitException.class,
            BackupException.class,
            KeyUnavailableException.class,
            IngestionException.class,
            IllegalArgumentException.class);

    private Explain() {}

    static String failure(Throwable failure) {
        if (WORDED.stream().anyMatch(type -> type.isInstance(failure))) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof UncheckedIOException wrapping && wrapping.getCause() != null) {
            return failure(wrapping.getCause());
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " cannot be read or written by user " + System.getProperty("user.name")
                    + "; give it to the user that Spicerack runs as";
        }
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            String why = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
            return file.getFile() + " cannot be used: " + why + "; see that the disk is there and not full";
        }
        Optional<String> ofAws = CallFailures.words(failure);
        if (ofAws.isPresent()) {
            return ofAws.get();
        }
        StringBuilder account =
                new StringBuilder("unexpected " + failure.getClass().getName());
        for (Throwable link = failure; link != null; link = link.getCause()) {
            account.append("\n  ").append(link);
            for (int i = 0; i < Math.min(6, link.getStackTrace().length); i++) {
                account.append("\n      at ").append(link.getStackTrace()[i]);
            }
        }
        return account.toString();
    }
}
