package io.spicerack.aws;

import io.spicerack.audit.event.RequestIds;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Tells which id AWS gave each call, also one that it refused. Thread-safe. */
final class AnsweredRequests implements ExecutionInterceptor {
    private final RequestIds ids;

    AnsweredRequests(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.response() instanceof AwsResponse response) {
            answered(response.responseMetadata().requestId());
        }
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof AwsServiceException refused) {
            answered(refused.requestId());
        }
    }

    private void answered(String id) {
        // the SDK says so where an answer has none, as a proxy's
        if (id != null && !id.isEmpty() && !id.equals("UNKNOWN")) {
            ids.answered(id);
        }
    }
}
