package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.model.RefreshInterval;
import io.spicerack.model.RefreshOnDay;
import io.spicerack.model.RefreshSchedule;
import io.spicerack.model.RequestType;
import io.spicerack.model.ScheduleFrequency;
import io.spicerack.model.ScheduleId;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** QuickSight's RefreshSchedule structure. Thread-safe. */
final class ScheduleJson {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    private static final ZoneId UTC = ZoneId.of("UTC");

    private ScheduleJson() {}

    static RefreshSchedule read(JsonInput input) {
        // Arn is part of what a list gives back; the one that counts comes from the ids
        input.allow(Set.of("ScheduleId", "ScheduleFrequency", "StartAfterDateTime", "RefreshType", "Arn"));
        ScheduleId id = input.parsed("ScheduleId", ScheduleId::new).orElseThrow(() -> input.missing("ScheduleId"));
        JsonInput frequency = input.object("ScheduleFrequency").orElseThrow(() -> input.missing("ScheduleFrequency"));
        RequestType type = input.parsed("RefreshType", text -> constant(RequestType.class, text))
                .orElseThrow(() -> input.missing("RefreshType"));
        try {
            return new RefreshSchedule(
                    id, frequency(frequency), input.time("StartAfterDateTime").orElse(null), type);
        } catch (IllegalArgumentException e) {
            throw ApiError.badParameter("Schedule: " + e.getMessage());
        }
    }

    static ObjectNode write(RefreshSchedule schedule) {
        ScheduleFrequency frequency = schedule.frequency();
        ObjectNode when = JsonBody.object()
                .put("Interval", frequency.interval().name())
                .put("Timezone", frequency.timezone().getId());
        if (frequency.timeOfTheDay() != null) {
            when.put("TimeOfTheDay", frequency.timeOfTheDay().toString());
        }
        RefreshOnDay day = frequency.day();
        if (day != null) {
            ObjectNode on = JsonBody.object();
            if (day instanceof RefreshOnDay.Weekday weekday) {
                on.put("DayOfWeek", weekday.day().name());
            }
            day.ofMonth().ifPresent(ofMonth -> on.put("DayOfMonth", ofMonth));
            when.set("RefreshOnDay", on);
        }
        ObjectNode json = JsonBody.object()
                .put("ScheduleId", schedule.id().value())
                .put("RefreshType", schedule.refreshType().name());
        json.set("ScheduleFrequency", when);
        if (schedule.startAfter() != null) {
            json.set("StartAfterDateTime", JsonBody.epochSeconds(schedule.startAfter()));
        }
        return json;
    }

    private static ScheduleFrequency frequency(JsonInput input) {
        input.allow(Set.of("Interval", "RefreshOnDay", "Timezone", "TimeOfTheDay"));
        return new ScheduleFrequency(
                input.parsed("Interval", text -> constant(RefreshInterval.class, text))
                        .orElseThrow(() -> input.missing("Interval")),
                input.object("RefreshOnDay").map(ScheduleJson::day).orElse(null),
                input.parsed("Timezone", ScheduleJson::zone).orElse(UTC),
                input.parsed("TimeOfTheDay", ScheduleJson::time).orElse(null));
    }

    private static @Nullable RefreshOnDay day(JsonInput input) {
        input.allow(Set.of("DayOfWeek", "DayOfMonth"));
        if (input.has("DayOfWeek") && input.has("DayOfMonth")) {
            throw input.refused("DayOfWeek", "and DayOfMonth are both there; a schedule has one of them");
        }
        return input.parsed("DayOfMonth", RefreshOnDay::ofMonth)
                .or(() -> input.parsed("DayOfWeek", text -> new RefreshOnDay.Weekday(constant(DayOfWeek.class, text))))
                .orElse(null);
    }

    /** Java's names of regions, as QuickSight asks for: an offset such as +01:00 knows of no summer. */
    private static ZoneId zone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is no time zone id such as Europe/Berlin or UTC");
        }
        return ZoneId.of(text);
    }

    private static LocalTime time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HH:MM, such as 03:00");
        }
        return LocalTime.parse(text);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is none of " + Arrays.toString(type.getEnumConstants())));
    }
}
