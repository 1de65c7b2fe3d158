package io.spicerack.ops;

import io.spicerack.catalog.record.IngestionRecord;
import io.spicerack.core.account.DataSetView;
import io.spicerack.core.keys.KeyWatch;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionStatus;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.StandardEmitterMBean;
import org.jspecify.annotations.Nullable;

/** Compares what is with what was at the last look, and tells the difference. Thread-safe. */
final class AlertsBean implements AlertsMXBean {
    static final String INGESTION_FAILED = "io.spicerack.ingestion.failed";
    static final String KEY_STATE = "io.spicerack.key.state";
    static final String DRIFT = "io.spicerack.dataset.drifted";

    private static final String NAME = "io.spicerack:type=Alerts";
    private static final int MOST = 100;

    private final Clock clock;
    private final NotificationBroadcasterSupport subscribers = new NotificationBroadcasterSupport(
            new MBeanNotificationInfo(
                    new String[] {INGESTION_FAILED}, Notification.class.getName(), "An ingestion has FAILED"),
            new MBeanNotificationInfo(
                    new String[] {KEY_STATE},
                    Notification.class.getName(),
                    "A KMS key is in another state than at the last look, or KMS does not say"),
            new MBeanNotificationInfo(
                    new String[] {DRIFT},
                    Notification.class.getName(),
                    "A data set's version is not under the key for new data any more"));
    private final Deque<String> newest = new ArrayDeque<>();
    private final Map<String, KeyLook> keys = new HashMap<>();
    private final Set<String> drifted = new HashSet<>();
    private boolean looked;
    private long count;

    AlertsBean(Clock clock) {
        this.clock = clock;
    }

    /** An ingestion ended. */
    void ended(IngestionRecord ingestion) {
        ErrorInfo error = ingestion.error();
        if (error != null && ingestion.status() == IngestionStatus.FAILED) {
            tell(
                    INGESTION_FAILED,
                    "data set " + ingestion.dataSet() + ", ingestion " + ingestion.id() + ": " + error.type() + ": "
                            + error.message());
        }
    }

    /** What is new since the look before; the first one only takes note. */
    synchronized void look(Collection<DataSetView> dataSets, KeyWatch watch) {
        for (KeyLook key : KeyLook.all(watch)) {
            @Nullable KeyLook before = keys.put(key.getKeyArn(), key);
            // the first look at a key of a service that has just begun, which finds it as it should be, is no news
            boolean news = before != null && !(before.well() && key.well());
            if (before != null && news && !before.known().equals(key.known())) {
                tell(KEY_STATE, "key " + key.getKeyArn() + " was " + before.known() + " and is " + key.known());
            }
        }
        for (DataSetView view : dataSets) {
            String id = view.dataSet().id().value();
            if (!view.drifted()) {
                drifted.remove(id);
            } else if (drifted.add(id) && looked) {
                tell(DRIFT, "data set " + id + " is not under the key for new data; a full refresh moves it");
            }
        }
        looked = true;
    }

    private synchronized void tell(String type, String words) {
        newest.add(clock.instant() + " " + type + " " + words);
        if (newest.size() > MOST) {
            newest.remove();
        }
        count++;
        subscribers.sendNotification(new Notification(type, NAME, count, clock.millis(), words));
    }

    @Override
    public synchronized List<String> getNewest() {
        return List.copyOf(newest);
    }

    /** As JMX has it: with descriptions, and to be subscribed to. */
    StandardEmitterMBean described() {
        DescribedBean<AlertsMXBean> texts = new DescribedBean<>(this, AlertsMXBean.class);
        return new StandardEmitterMBean(this, AlertsMXBean.class, true, subscribers) {
            @Override
            protected String getDescription(MBeanInfo info) {
                return texts.getMBeanInfo().getDescription();
            }

            @Override
            protected String getDescription(javax.management.MBeanAttributeInfo info) {
                return List.of(texts.getMBeanInfo().getAttributes()).stream()
                        .filter(known -> known.getName().equals(info.getName()))
                        .map(javax.management.MBeanAttributeInfo::getDescription)
                        .findFirst()
                        .orElse(info.getDescription());
            }
        };
    }
}
