package io.spicerack.kit.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.JsonBody;
import io.spicerack.http.RequestRefusedException;
import io.spicerack.shapes.ApiModel;
import io.spicerack.shapes.Misfit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS's JSON 1.1 protocol: the X-Amz-Target header chooses service and operation, input and output are JSON, an error
 * names its type in the body. Every call of KMS, Secrets Manager and CloudTrail passes {@link #answer}. Thread-safe.
 */
public final class JsonProtocol {
    private static final Logger LOGGER = LoggerFactory.getLogger(JsonProtocol.class);
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    /**
     * A service.
     *
     * @param model what AWS says of its requests; empty where its operations know all that they take
     */
    public record Service(String signingName, Operations operations, Optional<ApiModel> model) {
        public Service {
            model.ifPresent(known -> {
                if (!known.operations().equals(operations.names())) {
                    throw new IllegalStateException("the model of " + signingName + " has the operations "
                            + known.operations() + "; served are " + operations.names());
                }
            });
        }

        void check(AwsCall call) {
            if (operations.names().contains(call.operation())) {
                model.flatMap(known ->
                                known.check(call.operation(), call.input().members()))
                        .ifPresent(misfit -> {
                            throw refused(misfit);
                        });
            }
        }

        private static AwsError refused(Misfit misfit) {
            String member = misfit.member();
            return switch (misfit.kind()) {
                case TYPE -> new AwsError("SerializationException", member + " is not " + misfit.rule());
                case UNKNOWN -> AwsError.validation("The local AWS knows no member " + member + " of this operation");
                case MISSING, CONSTRAINT ->
                    AwsError.validation(misfit.at(Character.toLowerCase(member.charAt(0)) + member.substring(1))
                            .words());
            };
        }
    }

    private final Map<String, Service> servicesByTarget;
    private final CallerCheck callers;
    private final CallLog log;

    /** {@code servicesByTarget}: by the part of X-Amz-Target before the last dot, such as {@code TrentService}. */
    public JsonProtocol(Map<String, Service> servicesByTarget, CallerCheck callers, CallLog log) {
        this.servicesByTarget = Map.copyOf(servicesByTarget);
        this.callers = callers;
        this.log = log;
    }

    public HttpAnswer answer(HttpRequest request, String target) {
        try {
            return HttpAnswer.text(200, CONTENT_TYPE, JsonBody.MAPPER.writeValueAsString(run(request, target)));
        } catch (AwsError e) {
            return error(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    public static HttpAnswer error(AwsError error) {
        ObjectNode body = JsonBody.object().put("__type", error.code());
        AwsJson.putText(body, "message", error.getMessage());
        return HttpAnswer.text(error.status(), CONTENT_TYPE, body.toString());
    }

    private ObjectNode run(HttpRequest request, String target) {
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
                request.line().id(),
                AwsCall.Origin.of(request),
                caller,
                service.signingName(),
                target.substring(dot + 1),
                input);
        ObjectNode answer = null;
        AwsError error = null;
        try {
            service.check(call);
            answer = service.operations().run(call);
            return answer;
        } catch (AwsError e) {
            error = e;
            throw e;
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("operation", call.action())
                    .addKeyValue("requestId", call.requestId())
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

    private static ObjectNode body(HttpRequest request) {
        try {
            return JsonBody.parse(request.body());
        } catch (RequestRefusedException e) {
            throw new AwsError("SerializationException", e.words());
        }
    }
}
