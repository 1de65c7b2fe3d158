package io.spicerack.app;

import io.spicerack.aws.AwsConfig;
import io.spicerack.aws.StoreClients;
import io.spicerack.aws.bucket.BucketPlaces;
import io.spicerack.catalog.Catalog;
import io.spicerack.catalog.Installation;
import io.spicerack.settings.Settings;
import io.spicerack.settings.SettingsException;
import io.spicerack.store.BucketAddress;
import io.spicerack.store.VersionStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The store that the settings choose. Stateless. */
final class ServedStore {
    /** Bytes that must stay free on the store's disk: a refresh that would go below fails with words, not half-way. */
    private static final long FREE_FLOOR = 64L << 20;

    private ServedStore() {}

    /** @param opened is given what is to be closed in the end */
    static VersionStore open(
            Settings settings,
            AwsConfig aws,
            Catalog catalog,
            boolean adopt,
            Clock clock,
            Consumer<AutoCloseable> opened) {
        SecureRandom random = new SecureRandom();
        Optional<BucketAddress> bucket = settings.bucket();
        if (bucket.isEmpty()) {
            return new VersionStore(
                    settings.dataDirectory().resolve("store"), random, clock, FREE_FLOOR, settings.compression());
        }
        BucketPlaces places = new BucketPlaces(StoreClients.s3(aws), bucket.get());
        opened.accept(places);
        try {
            places.claim(Installation.id(catalog), adopt);
        } catch (IllegalStateException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
        return new VersionStore(places, random, clock, settings.compression());
    }
}
