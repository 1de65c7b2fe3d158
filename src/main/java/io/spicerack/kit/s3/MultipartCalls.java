package io.spicerack.kit.s3;

import io.spicerack.audit.file.TrailObjects.Content;
import io.spicerack.http.HttpAnswer;
import io.spicerack.kit.protocol.AwsError;
import io.spicerack.kit.protocol.Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The calls of multipart uploads. Thread-safe. */
final class MultipartCalls {
    private final S3Buckets buckets;
    private final S3Uploads uploads;

    MultipartCalls(S3Buckets buckets) {
        this.buckets = buckets;
        this.uploads = buckets.uploads();
    }

    Xml begun(S3Request request) {
        buckets.bucket(request.bucket());
        String id = uploads.begin(request.bucket(), request.key(), request.metadata());
        return new Xml()
                .open("InitiateMultipartUploadResult", "xmlns=\"" + S3Listing.NAMESPACE + "\"")
                .put("Bucket", request.bucket())
                .put("Key", request.key())
                .put("UploadId", id)
                .close("InitiateMultipartUploadResult");
    }

    HttpAnswer part(S3Request request) {
        Checksums.check(request, request.payload());
        uploads.put(
                request.query("uploadId"),
                request.bucket(),
                request.key(),
                number(request.query("partNumber")),
                request.payload());
        return empty(200, Map.of("ETag", EntityTag.of(request.payload())));
    }

    Xml completed(S3Request request) {
        String id = request.query("uploadId");
        Content whole = uploads.whole(id, request.bucket(), request.key(), parts(request.payload()));
        Checksums.check(request, whole.bytes());
        String size = String.valueOf(whole.bytes().length);
        if (!request.incoming().onlyHeader("x-amz-mp-object-size").orElse(size).equals(size)) {
            throw new AwsError("InvalidRequest", "The provided 'x-amz-mp-object-size' header does not match: " + size);
        }
        buckets.put(request.bucket(), request.key(), whole, request.isForNewKey());
        uploads.end(id, request.bucket(), request.key());
        return new Xml()
                .open("CompleteMultipartUploadResult", "xmlns=\"" + S3Listing.NAMESPACE + "\"")
                .put("Bucket", request.bucket())
                .put("Key", request.key())
                .put("ETag", EntityTag.of(whole))
                .close("CompleteMultipartUploadResult");
    }

    HttpAnswer aborted(S3Request request) {
        uploads.end(request.query("uploadId"), request.bucket(), request.key());
        return empty(204, Map.of());
    }

    Xml underWay(S3Request request) {
        buckets.bucket(request.bucket());
        Xml xml = new Xml()
                .open("ListMultipartUploadsResult", "xmlns=\"" + S3Listing.NAMESPACE + "\"")
                .put("Bucket", request.bucket())
                .put("Prefix", request.query("prefix"))
                .put("IsTruncated", "false");
        uploads.list(request.bucket(), request.query("prefix")).forEach(upload -> xml.open("Upload")
                .put("Key", upload.key())
                .put("UploadId", upload.id())
                .close("Upload"));
        return xml.close("ListMultipartUploadsResult");
    }

    private static List<S3Uploads.Part> parts(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            NodeList elements = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getElementsByTagName("Part");
            List<S3Uploads.Part> parts = new ArrayList<>();
            for (int i = 0; i < elements.getLength(); i++) {
                Element part = (Element) elements.item(i);
                parts.add(new S3Uploads.Part(number(text(part, "PartNumber")), text(part, "ETag")));
            }
            return parts;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java runtime has no reader of XML without DTDs", e);
        } catch (SAXException | IOException e) {
            throw malformed();
        }
    }

    private static String text(Element part, String name) {
        NodeList found = part.getElementsByTagName(name);
        if (found.getLength() != 1) {
            throw malformed();
        }
        return found.item(0).getTextContent();
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new AwsError("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
        }
        return Integer.parseInt(text);
    }

    private static HttpAnswer empty(int status, Map<String, String> headers) {
        return new HttpAnswer(status, headers, new HttpAnswer.Whole(new byte[0]));
    }

    private static AwsError malformed() {
        return new AwsError(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }
}
