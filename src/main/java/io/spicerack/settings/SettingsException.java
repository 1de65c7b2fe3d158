package io.spicerack.settings;

/** The settings do not allow a start; the message lists every problem with its way out. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String problems) {
        super(problems);
    }
}
