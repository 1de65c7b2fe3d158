package io.spicerack.app;

import io.spicerack.ops.RecentLog;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Keeps what is logged about data sets, beside where else it goes, until it is closed. Thread-safe. */
final class RecentLogAppender extends AbstractAppender implements AutoCloseable {
    private static final String NAME = "recent-log";
    private static final String DATA_SET = "dataSetId";
    /** A line break in a value is escaped, as in the log itself. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %-5level %encode{%msg %X}{CRLF}";

    private final RecentLog log;

    private RecentLogAppender(RecentLog log) {
        super(NAME, null, PatternLayout.newBuilder().setPattern(PATTERN).build(), true, Property.EMPTY_ARRAY);
        this.log = log;
    }

    static RecentLogAppender keeping(RecentLog log) {
        RecentLogAppender appender = new RecentLogAppender(log);
        appender.start();
        LoggerContext.getContext(false).getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
        return appender;
    }

    @Override
    public void append(LogEvent event) {
        String dataSet = event.getContextData().getValue(DATA_SET);
        if (dataSet != null) {
            log.add(dataSet, String.valueOf(getLayout().toSerializable(event)));
        }
    }

    @Override
    public void close() {
        LoggerContext.getContext(false).getConfiguration().getRootLogger().removeAppender(NAME);
        stop();
    }
}
