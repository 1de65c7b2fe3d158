package io.spicerack.source.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.model.IngestionException;
import io.spicerack.source.TypeRules;
import java.lang.reflect.Proxy;
import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.client.DataType;

class WireTypesTest {
    @Test
    void everyNumberOfATypeHasAPlaceAndAVectorIsRead() {
        WireTypes.complete();
        for (int number = 0; number < 256; number++) {
            assertThat(DataType.of(number)).as("type number %s", number).isNotNull();
        }
        assertThat(DataType.of(242)).isEqualTo(DataType.BLOB);
        assertThat(DataType.of(200)).hasToString(WireTypes.UNKNOWN);
        assertThat(DataType.of(3)).isEqualTo(DataType.INTEGER);
    }

    @Test
    void whateverTypeIsAnnouncedTheColumnIsKeptOrRefusedByItsName() {
        for (int type = -20; type < 2100; type++) {
            for (String name : new String[] {WireTypes.UNKNOWN, "VECTOR", "uuid", "JSON", "TINYINT", ""}) {
                ResultSetMetaData metadata = announced(type, name);
                try {
                    assertThat(MySqlColumn.of(
                                            metadata, 1, new ZeroDates(TypeRules.DEFAULT.zeroDate()), TypeRules.DEFAULT)
                                    .column()
                                    .name())
                            .isEqualTo("v");
                } catch (IngestionException e) {
                    assertThat(e).hasMessageStartingWith("Column 'v' has type ");
                } catch (Exception e) {
                    throw new AssertionError("type " + type + " " + name, e);
                }
            }
        }
        assertThatThrownBy(() -> MySqlColumn.of(
                        announced(Types.VARCHAR, WireTypes.UNKNOWN),
                        1,
                        new ZeroDates(TypeRules.DEFAULT.zeroDate()),
                        TypeRules.DEFAULT))
                .hasMessage("Column 'v' has type unknown to the driver, which a data set cannot keep. Use"
                        + " CAST(... AS CHAR) or HEX(...) in the query.");
    }

    private static ResultSetMetaData announced(int type, String name) {
        Map<String, Object> answers = Map.of(
                "getColumnLabel",
                "v",
                "getColumnTypeName",
                name,
                "getColumnType",
                type,
                "isSigned",
                true,
                "getPrecision",
                10,
                "getScale",
                0,
                "getColumnDisplaySize",
                10);
        return (ResultSetMetaData) Proxy.newProxyInstance(
                WireTypesTest.class.getClassLoader(),
                new Class<?>[] {ResultSetMetaData.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }
}
