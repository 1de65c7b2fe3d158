package io.spicerack.aws;

import java.util.Set;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Ends the connection after each call whose answer holds a key or a password in the clear: one that is kept for the next call
 * keeps the answer in its buffer, for as long as there is no other one. Thread-safe.
 */
final class LoneConnections implements ExecutionInterceptor {
    private static final Set<String> ANSWERS_IN_THE_CLEAR =
            Set.of("GenerateDataKey", "Decrypt", "GetSecretValue", "BatchGetSecretValue");

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        return ANSWERS_IN_THE_CLEAR.contains(operation)
                ? context.httpRequest().toBuilder()
                        .putHeader("Connection", "close")
                        .build()
                : context.httpRequest();
    }
}
