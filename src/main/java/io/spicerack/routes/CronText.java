package io.spicerack.routes;

import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** Checks what Quartz lets pass: numbers out of their range (hour 99 is every hour to it), and times that never come. */
final class CronText {
    private record Field(String name, int least, int most) {}

    private static final List<Field> FIELDS = List.of(
            new Field("seconds", 0, 59),
            new Field("minutes", 0, 59),
            new Field("hours", 0, 23),
            new Field("day of the month", 1, 31),
            new Field("month", 1, 12),
            new Field("day of the week", 1, 7),
            new Field("year", 1970, 2099));
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z0-9/#])[0-9]+");

    private CronText() {}

    /** The expression with one space between its fields; {@code IllegalArgumentException} says what is wrong. */
    static String check(String text) {
        String cron = text.strip().replaceAll("\\s+", " ");
        List<String> fields = List.of(cron.split(" ", -1));
        if (fields.size() < 6 || fields.size() > 7) {
            throw new IllegalArgumentException("Quartz's cron has six or seven fields, seconds first, as in"
                    + " 0 0 2 * * ?; here are " + (cron.isEmpty() ? 0 : fields.size()));
        }
        for (int i = 0; i < fields.size(); i++) {
            checkNumbers(FIELDS.get(i), fields.get(i));
        }
        CronExpression times;
        try {
            times = new CronExpression(cron);
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException("Quartz refuses it: " + e.getMessage(), e);
        }
        if (times.getNextValidTimeAfter(Date.from(Clock.systemUTC().instant())) == null) {
            throw new IllegalArgumentException("no such time ever comes again");
        }
        return cron;
    }

    private static void checkNumbers(Field field, String text) {
        Matcher numbers = NUMBER.matcher(text.replaceAll("[LW]-[0-9]+", ""));
        while (numbers.find()) {
            String digits = numbers.group();
            if (digits.length() > 4
                    || Integer.parseInt(digits) < field.least()
                    || Integer.parseInt(digits) > field.most()) {
                throw new IllegalArgumentException("its " + field.name() + " go from " + field.least() + " to "
                        + field.most() + ", and '" + text + "' has " + digits);
            }
        }
        Matcher steps = Pattern.compile("/([0-9]+)").matcher(text);
        while (steps.find()) {
            if (steps.group(1).length() > 4
                    || Integer.parseInt(steps.group(1)) < 1
                    || Integer.parseInt(steps.group(1)) > field.most()) {
                throw new IllegalArgumentException("its " + field.name() + " have a step /" + steps.group(1)
                        + "; it must be from 1 to " + field.most());
            }
        }
    }
}
