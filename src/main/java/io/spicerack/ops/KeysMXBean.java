package io.spicerack.ops;

import java.util.List;

/** The keys that protect data, {@code io.spicerack:type=Keys}. */
@About("KMS keys: which key each data set is under, and how the keys are")
public interface KeysMXBean {
    @About("ARN of the key that new versions are sealed under")
    String getKeyForNewData();

    @About("Whether that is the service-owned key, since no default key is registered")
    boolean isServiceOwned();

    @About("Every kept version with its key; reading it asks KMS once for each key")
    List<KeyLine> getReport();

    @About("Data sets whose current version is under another key than the one for new data")
    int getDrifted();

    @About("The state of each key in use as the last look saw it; asks nobody")
    List<KeyLook> getStates();

    @About("What a lock-down of a key would do, in words: the data sets, readers and refreshes that it ends")
    String foresee(@About("KMS key ARN") String key);

    @About(
            "Disables a key in KMS and cuts every reader under it at once; answers what followed. On record with who asked")
    String lockDown(
            @About("KMS key ARN") String key,
            @About("the word lockdown, which says that it is meant") String confirmation);

    @About("Enables a key in KMS again; answers what followed. On record with who asked")
    String unlock(@About("KMS key ARN") String key);

    @About(
            "Proves the bound of revocation on the canary data set under spicerack.drill.key; takes twice the bound at most")
    String drill();
}
