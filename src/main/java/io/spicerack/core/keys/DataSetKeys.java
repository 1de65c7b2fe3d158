package io.spicerack.core.keys;

import io.spicerack.core.keys.KeyRegistrations.KeyForNewData;
import io.spicerack.envelope.DataKey;
import io.spicerack.envelope.EncryptionContext;
import io.spicerack.envelope.GeneratedKey;
import io.spicerack.envelope.KeyService;
import io.spicerack.envelope.WrappedKey;
import io.spicerack.model.Account;
import io.spicerack.model.Arn;
import io.spicerack.model.DataSetId;

/** The data keys of data sets, each bound to its data set by KMS's encryption context. Thread-safe. */
public final class DataSetKeys {
    private final KeyService keys;
    private final KeyRegistrations registrations;
    private final Account account;

    public DataSetKeys(KeyService keys, KeyRegistrations registrations, Account account) {
        this.keys = keys;
        this.registrations = registrations;
        this.account = account;
    }

    /** The resource that a data set's keys are bound to. */
    public Arn arn(DataSetId dataSet) {
        return account.dataSet(dataSet);
    }

    /** The KMS key that the data set's next version is sealed under. */
    public KeyForNewData forNewVersion(DataSetId dataSet) {
        return registrations.keyFor(dataSet);
    }

    /** A new data key. The caller closes it. */
    public GeneratedKey generate(DataSetId dataSet, KeyForNewData under) {
        return keys.generateDataKey(under.key(), context(dataSet));
    }

    /** Opens the data key of a version. The caller closes it. */
    public DataKey open(DataSetId dataSet, WrappedKey wrapped) {
        return keys.decrypt(wrapped, context(dataSet));
    }

    /** Asks KMS to open a data key, and keeps nothing: what throws would not open later either. */
    public void prove(DataSetId dataSet, WrappedKey wrapped) {
        open(dataSet, wrapped).close();
    }

    /** Puts a data key under another KMS key without opening it here. */
    public WrappedKey rewrap(DataSetId dataSet, WrappedKey wrapped, KeyForNewData under) {
        return keys.reEncrypt(wrapped, under.key(), context(dataSet));
    }

    private EncryptionContext context(DataSetId dataSet) {
        return new EncryptionContext(arn(dataSet));
    }
}
