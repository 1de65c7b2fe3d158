package io.spicerack.camel.sink;

import io.spicerack.audit.file.LogBucket;
import io.spicerack.audit.file.TrailObjects;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** The audit directory as a bean of routes: keeps a file with its metadata, as a bucket would. Thread-safe. */
public final class AuditBucket {
    private final LogBucket bucket;

    public AuditBucket(LogBucket bucket) {
        this.bucket = bucket;
    }

    public void put(
            @Header(Exchange.FILE_NAME) String key,
            @Body byte[] content,
            @Header(AuditOutlet.METADATA) Map<String, String> metadata) {
        bucket.put(key, new TrailObjects.Content(content, metadata));
    }
}
