package io.spicerack.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The threads of one port that read and write for all of its clients, and wait for none. */
public final class EventLoops {
    private static final int OF_A_PORT = 2;

    private EventLoops() {}

    /** The caller closes them. */
    public static Vertx open() {
        // Vert.x would unpack files of the class path into the temporary directory
        FileSystemOptions noFiles =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(OF_A_PORT)
                .setUseDaemonThread(true)
                .setFileSystemOptions(noFiles));
    }
}
