package io.spicerack.catalog.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** The SQLite file behind the catalog: its settings, its permissions, its schema. */
final class SqliteFile {
    /** Long enough for another program's backup or query to end; our own writers queue before they come here. */
    private static final int BUSY_MILLIS = 10_000;

    /** Several stay open. */
    private static final int READER_CACHE_KIB = 512;

    private final Path path;

    SqliteFile(Path path) {
        this.path = path;
        try {
            if (!Files.exists(path)) {
                // SQLite gives its -wal and -shm files the mode that it finds here
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new CatalogException("the catalog " + path + " cannot be created: " + e, e);
        }
    }

    void migrate() {
        CatalogSchema.SQLITE.migrate(dataSource(TransactionMode.IMMEDIATE), path.toString());
    }

    /** IMMEDIATE takes the write lock at the start, so that no transaction has to give up halfway. */
    Jdbi writer() {
        return CatalogSql.SQLITE.jdbi(dataSource(TransactionMode.IMMEDIATE));
    }

    Jdbi readers() {
        SQLiteDataSource readOnly = dataSource(TransactionMode.DEFERRED);
        readOnly.getConfig().setReadOnly(true);
        readOnly.getConfig().setCacheSize(-READER_CACHE_KIB);
        Jdbi readers = CatalogSql.SQLITE.jdbi(readOnly);
        readers.setStatementBuilderFactory(connection -> new KeptStatements());
        return readers;
    }

    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return switch (SQLiteErrorCode.getErrorCode(sql.getErrorCode())) {
                    case SQLITE_FULL -> "its disk is full; free some space";
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> "the file is damaged or no catalog; restore a backup";
                    case SQLITE_BUSY -> "another program keeps it locked; end that program";
                    case SQLITE_READONLY -> "it may not be changed here; use write";
                    default -> String.valueOf(sql.getMessage());
                };
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private SQLiteDataSource dataSource(TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(mode);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + path);
        return dataSource;
    }
}
