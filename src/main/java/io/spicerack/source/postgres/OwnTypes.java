package io.spicerack.source.postgres;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.postgresql.core.Field;
import org.postgresql.jdbc.PgResultSetMetaData;

/**
 * Tells the server's own types from those that somebody has made. The driver calls a type whose schema is in the search path by
 * its name alone, so that an enum named {@code int4} would be read as a number; its number tells. Stateless.
 */
final class OwnTypes {
    /** FirstNormalObjectId of PostgreSQL's access/transam.h: whatever is made once a server runs has this number or a higher. */
    private static final int FIRST_MADE = 16_384;

    private static final MethodHandle FIELD = field();

    private OwnTypes() {}

    /** The name of a column's type; empty of one that is not the server's own. */
    static String name(ResultSetMetaData metadata, int index) throws SQLException {
        return Integer.compareUnsigned(number(metadata, index), FIRST_MADE) < 0
                ? metadata.getColumnTypeName(index)
                : "";
    }

    private static int number(ResultSetMetaData metadata, int index) throws SQLException {
        PgResultSetMetaData columns = metadata.unwrap(PgResultSetMetaData.class);
        try {
            return ((Field) FIELD.invokeExact(columns, index)).getOID();
        } catch (SQLException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("pgjdbc does not tell the number of a column's type", e);
        }
    }

    private static MethodHandle field() {
        try {
            return MethodHandles.privateLookupIn(PgResultSetMetaData.class, MethodHandles.lookup())
                    .findVirtual(PgResultSetMetaData.class, "getField", MethodType.methodType(Field.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this version of pgjdbc keeps the numbers of types elsewhere; read them there", e);
        }
    }
}
