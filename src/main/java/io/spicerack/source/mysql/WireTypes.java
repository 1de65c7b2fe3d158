package io.spicerack.source.mysql;

import java.lang.invoke.MethodHandles;
import org.mariadb.jdbc.client.DataType;

/**
 * The driver's table from a type's number on the wire to how it is read. Where a number has no place, as MySQL 9's VECTOR has
 * none in 3.5.6, the driver fails with a NullPointerException before anybody hears of the column; so each number gets one.
 */
final class WireTypes {
    /** What metadata call a column of a number that the driver does not know: no server sends this one for a set. */
    static final String UNKNOWN = DataType.SET.name();

    /** MYSQL_TYPE_VECTOR of MySQL 9's field_types.h: sent as a blob is, floats of 4 bytes. */
    private static final int VECTOR = 242;

    private WireTypes() {}

    /** Once, before the first connection. */
    static void complete() {
        DataType[] table = table();
        if (table[VECTOR] == null) {
            table[VECTOR] = DataType.BLOB;
        }
        for (int number = 0; number < table.length; number++) {
            if (table[number] == null) {
                table[number] = DataType.SET;
            }
        }
    }

    private static DataType[] table() {
        try {
            return (DataType[]) MethodHandles.privateLookupIn(DataType.class, MethodHandles.lookup())
                    .findStaticGetter(DataType.class, "typeMap", DataType[].class)
                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "this version of MariaDB Connector/J keeps its types elsewhere; read them there", e);
        }
    }
}
