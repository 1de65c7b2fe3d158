package io.spicerack.telemetry;

/** Another system that hears of ended runs. What it cannot be told is lost: the trail is what loses nothing. One thread. */
interface RunReceiver extends AutoCloseable {
    void ended(EndedRun run);

    @Override
    void close();
}
