package io.spicerack.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.model.DataSourceId;
import io.spicerack.model.SourceSnapshot;
import io.spicerack.table.Column;
import io.spicerack.table.ColumnType;
import io.spicerack.table.Schema;
import io.spicerack.table.TypeNames;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sealed content of a manifest as JSON. Thread-safe. */
final class ManifestJson {
    private final ObjectMapper mapper = new ObjectMapper();

    byte[] write(Manifest manifest) {
        ObjectNode root = mapper.createObjectNode();
        root.put("sealedAt", manifest.sealedAt().toString());
        manifest.source().ifPresent(source -> write(source, root.putObject("source")));
        root.put("keyEncryptionKeyId", manifest.kekId());
        ArrayNode columns = root.putArray("columns");
        for (Column column : manifest.schema().columns()) {
            columns.addObject().put("name", column.name()).put("type", TypeNames.MANIFEST.name(column.type()));
        }
        root.put("rows", manifest.rows());
        ArrayNode files = root.putArray("files");
        for (SealedFile file : manifest.files()) {
            files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("rows", file.rows())
                    .put("rowGroups", file.rowGroups())
                    .put("sha256", file.sha256())
                    .put("wrappedKey", file.wrappedKey());
        }
        try {
            return mapper.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest cannot be written as JSON", e);
        }
    }

    Manifest read(byte[] json) throws IOException {
        JsonNode root = mapper.readTree(json);
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : root.required("columns")) {
            columns.add(new Column(text(column, "name"), type(text(column, "type"))));
        }
        List<SealedFile> files = new ArrayList<>();
        for (JsonNode file : root.required("files")) {
            files.add(new SealedFile(
                    text(file, "name"),
                    file.required("bytes").longValue(),
                    file.required("rows").longValue(),
                    file.required("rowGroups").intValue(),
                    text(file, "sha256"),
                    text(file, "wrappedKey")));
        }
        return new Manifest(
                Instant.parse(text(root, "sealedAt")),
                source(root.path("source")),
                text(root, "keyEncryptionKeyId"),
                new Schema(columns),
                root.required("rows").longValue(),
                files);
    }

    private static void write(SourceSnapshot source, ObjectNode node) {
        node.put("dataSourceId", source.dataSource().value());
        node.put("server", source.server());
        node.put("time", source.time().toString());
        source.position().ifPresent(position -> node.put("position", position));
    }

    /** Versions before it was kept have none, nor has one whose rows came from elsewhere. */
    private static Optional<SourceSnapshot> source(JsonNode node) {
        return node.isMissingNode()
                ? Optional.empty()
                : Optional.of(new SourceSnapshot(
                        new DataSourceId(text(node, "dataSourceId")),
                        text(node, "server"),
                        Instant.parse(text(node, "time")),
                        Optional.ofNullable(node.path("position").textValue())));
    }

    private static ColumnType type(String name) {
        return TypeNames.MANIFEST
                .type(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no column type of format 1"));
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).textValue();
    }
}
