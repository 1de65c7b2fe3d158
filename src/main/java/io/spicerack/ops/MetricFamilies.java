package io.spicerack.ops;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Metrics while they are put together for one scrape. One thread. */
final class MetricFamilies {
    /** Takes the samples of one metric. */
    @FunctionalInterface
    interface Family {
        /** Adds one; {@code labels} are names and values in turn. */
        void sample(Number value, String... labels);
    }

    private final List<Supplier<MetricSnapshot>> all = new ArrayList<>();

    Family gauge(String name, String help) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        all.add(gauge::build);
        return (value, labels) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value.doubleValue())
                .labels(Labels.of(labels))
                .build());
    }

    /** @param name without {@code _total}, which the format adds */
    Family counter(String name, String help) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        all.add(counter::build);
        return (value, labels) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .value(value.doubleValue())
                .labels(Labels.of(labels))
                .build());
    }

    MetricSnapshots build() {
        return new MetricSnapshots(all.stream().map(Supplier::get).toList());
    }
}
