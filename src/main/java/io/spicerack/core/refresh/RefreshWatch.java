package io.spicerack.core.refresh;

/** What a refresh does beside the writing of its parts. Thread-safe. */
record RefreshWatch(RunningRefresh running) implements Sealing.Watch {
    @Override
    public void goOn() {
        running.goOn();
    }

    @Override
    public void sealed(int rows, long bytes) {
        running.meter().sealed(rows, bytes);
    }

    @Override
    public void stop(RuntimeException why) {
        running.cancelSource();
    }
}
