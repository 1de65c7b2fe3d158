package io.spicerack.kit.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS's JSON 1.1 protocol: the X-Amz-Target header chooses service and operation, input and output are JSON, an error
 * names its type in the body. Every call of KMS, Secrets Manager and CloudTrail passes {@link #answer}. Thread-safe.
 */
public final class JsonProtocol {
    private static final Logger LOGGER = LoggerFactory.getLogger(JsonProtocol.class);
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    /** A service: its signing name and its operations. */
    public record Service(String signingName, Operations operations) {}

    private final Map<String, Service> servicesByTarget;
    private final CallerCheck callers;
    private final CallLog log;

    /** {@code servicesByTarget}: by the part of X-Amz-Target before the last dot, such as {@code TrentService}. */
    public JsonProtocol(Map<String, Service> servicesByTarget, CallerCheck callers, CallLog log) {
        this.servicesByTarget = Map.copyOf(servicesByTarget);
        this.callers = callers;
        this.log = log;
    }

    public AwsAnswer answer(AwsRequest request, String target, String requestId) {
        try {
            return new AwsAnswer(200, CONTENT_TYPE, AwsJson.MAPPER.writeValueAsString(run(request, target, requestId)));
        } catch (AwsError e) {
            return error(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    public static AwsAnswer error(AwsError error) {
        ObjectNode body = AwsJson.object().put("__type", error.code());
        AwsJson.putText(body, "message", error.getMessage());
        return new AwsAnswer(error.status(), CONTENT_TYPE, body.toString());
    }

    private ObjectNode run(AwsRequest request, String target, String requestId) {
        int dot = target.lastIndexOf('.');
        Service service = dot < 0 ? null : servicesByTarget.get(target.substring(0, dot));
        if (service == null) {
            throw new AwsError(
                    "UnknownOperationException",
                    "X-Amz-Target '" + target + "' is of no service here; there are " + servicesByTarget.keySet());
        }
        AwsCaller caller = callers.verify(request, service.signingName());
        AwsInput input = new AwsInput(body(request));
        AwsCall call = new AwsCall(
                requestId, request.origin(), caller, service.signingName(), target.substring(dot + 1), input);
        ObjectNode answer = null;
        AwsError error = null;
        try {
            answer = service.operations().run(call);
            return answer;
        } catch (AwsError e) {
            error = e;
            throw e;
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("operation", call.action())
                    .addKeyValue("requestId", requestId)
                    .setCause(e)
                    .log("call failed inside the local AWS");
            error = failure(call);
            throw error;
        } finally {
            log.ended(call, answer, error);
        }
    }

    private static AwsError failure(AwsCall call) {
        String code = call.service().equals("kms") ? "KMSInternalException" : "InternalServiceError";
        return new AwsError(
                code,
                "The local AWS failed in " + call.operation() + "; its log has the reason under request id "
                        + call.requestId(),
                500);
    }

    private static ObjectNode body(AwsRequest request) {
        @Nullable JsonNode json;
        try {
            json = request.body().length == 0 ? AwsJson.object() : AwsJson.MAPPER.readTree(request.body());
        } catch (IOException e) {
            // the parser's own words would quote the body, which may hold a secret
            throw new AwsError("SerializationException", "The request body is not JSON");
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new AwsError("SerializationException", "The request body is not a JSON object");
    }
}
