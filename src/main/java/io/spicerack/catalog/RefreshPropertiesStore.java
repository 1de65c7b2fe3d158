package io.spicerack.catalog;

import io.spicerack.catalog.record.RefreshProperties;
import io.spicerack.model.DataSetId;
import io.spicerack.model.LookbackWindow;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** How data sets are refreshed incrementally. */
public final class RefreshPropertiesStore {
    private final Handle handle;

    RefreshPropertiesStore(Handle handle) {
        this.handle = handle;
    }

    /** Replaces what the data set had. */
    public void put(DataSetId dataSet, RefreshProperties properties) {
        LookbackWindow window = properties.window();
        handle.createUpdate(
                        """
                        INSERT INTO refresh_properties (data_set_id, column_name, size, size_unit, alert_status)
                        VALUES (:dataSet, :column, :size, :unit, :alert)
                        ON CONFLICT (data_set_id) DO UPDATE SET column_name = excluded.column_name,
                            size = excluded.size, size_unit = excluded.size_unit, alert_status = excluded.alert_status""")
                .bind("dataSet", dataSet)
                .bind("column", window == null ? null : window.columnName())
                .bind("size", window == null ? null : window.size())
                .bind("unit", window == null ? null : window.sizeUnit())
                .bind("alert", properties.alertStatus())
                .execute();
    }

    public Optional<RefreshProperties> find(DataSetId dataSet) {
        return handle.createQuery("SELECT * FROM refresh_properties WHERE data_set_id = :dataSet")
                .bind("dataSet", dataSet)
                .map(RefreshPropertiesStore::read)
                .findOne();
    }

    /** False where there were none. */
    public boolean delete(DataSetId dataSet) {
        return handle.createUpdate("DELETE FROM refresh_properties WHERE data_set_id = :dataSet")
                        .bind("dataSet", dataSet)
                        .execute()
                > 0;
    }

    private static RefreshProperties read(RowView row) {
        String column = row.getColumn("column_name", String.class);
        return new RefreshProperties(
                column == null
                        ? null
                        : new LookbackWindow(
                                column,
                                row.getColumn("size", Long.class),
                                row.getColumn("size_unit", LookbackWindow.SizeUnit.class)),
                row.getColumn("alert_status", String.class));
    }
}
