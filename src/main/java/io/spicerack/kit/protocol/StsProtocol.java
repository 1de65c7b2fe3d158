package io.spicerack.kit.protocol;

import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** STS's query protocol, of which GetCallerIdentity is known: form in, XML out. Thread-safe. */
public final class StsProtocol {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)(?:&|$)");
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private final CallerCheck callers;

    public StsProtocol(CallerCheck callers) {
        this.callers = callers;
    }

    public HttpAnswer answer(HttpRequest request) {
        String requestId = request.line().id();
        try {
            AwsCaller caller = callers.verify(request, "sts");
            var action = ACTION.matcher(new String(request.body(), StandardCharsets.UTF_8));
            if (!action.find() || !action.group(1).equals("GetCallerIdentity")) {
                throw new AwsError("InvalidAction", "The local AWS knows only the action GetCallerIdentity of STS");
            }
            return xml(
                    200,
                    String.format(
                            Locale.ROOT,
                            """
                    <GetCallerIdentityResponse xmlns="%s"><GetCallerIdentityResult><Arn>%s</Arn>\
                    <UserId>%s</UserId><Account>%s</Account></GetCallerIdentityResult>\
                    <ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata></GetCallerIdentityResponse>""",
                            NAMESPACE,
                            caller.arn(),
                            caller.accessKeyId(),
                            caller.accountId(),
                            requestId));
        } catch (AwsError e) {
            return error(e, requestId);
        }
    }

    /** An error in the query protocol. */
    public static HttpAnswer error(AwsError error, String requestId) {
        boolean unsigned =
                !error.code().equals("InvalidAction") && !error.code().equals("UnknownOperationException");
        return xml(
                unsigned ? 403 : 400,
                String.format(
                        Locale.ROOT,
                        """
                <ErrorResponse xmlns="%s"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>\
                <RequestId>%s</RequestId></ErrorResponse>""",
                        NAMESPACE,
                        code(error),
                        escape(String.valueOf(error.getMessage())),
                        requestId));
    }

    /** The query protocol has older names for the errors of a signature. */
    private static String code(AwsError error) {
        return switch (error.code()) {
            case "UnrecognizedClientException" -> "InvalidClientTokenId";
            case "InvalidSignatureException" -> "SignatureDoesNotMatch";
            case "MissingAuthenticationTokenException" -> "MissingAuthenticationToken";
            case "IncompleteSignatureException" -> "IncompleteSignature";
            default -> error.code();
        };
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static HttpAnswer xml(int status, String body) {
        return HttpAnswer.text(status, "text/xml", body);
    }
}
