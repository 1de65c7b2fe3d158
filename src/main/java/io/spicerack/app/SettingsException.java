package io.spicerack.app;

/** The settings do not allow a start; the message lists every problem with its way out. */
final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String problems) {
        super(problems);
    }
}
