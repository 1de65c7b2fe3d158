package io.spicerack.core;

import java.util.List;
import java.util.stream.Collectors;

/** The figures of a run of kills, a row for so many of them. */
final class KillTable {
    private static final List<String> COLUMNS = List.of(
            "refreshes published",
            "refreshes cut off",
            "rewraps",
            "lock-downs",
            "calls on both sides",
            "cut off, made",
            "cut off, not made",
            "records",
            "delivered again",
            "log files",
            "digest files");

    static final String HEAD = "kills | " + String.join(" | ", COLUMNS);

    private KillTable() {}

    static String row(int kills, TrailLedger ledger) {
        return String.format("%5d | ", kills)
                + COLUMNS.stream()
                        .map(name -> String.format("%" + name.length() + "d", ledger.sum(name)))
                        .collect(Collectors.joining(" | "));
    }
}
