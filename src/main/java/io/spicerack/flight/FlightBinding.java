package io.spicerack.flight;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.Flight.PutResult;

/** Arrow's service, in which DoPut is one of ours: Arrow's own reads what a client puts before anybody may refuse it. */
final class FlightBinding {
    private static final String DO_PUT = "DoPut";

    private FlightBinding() {}

    static ServerServiceDefinition of(ServerServiceDefinition arrows, FlightStatements statements) {
        String name = arrows.getServiceDescriptor().getName();
        MethodDescriptor<FlightData, PutResult> put = MethodDescriptor.<FlightData, PutResult>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, DO_PUT))
                .setRequestMarshaller(ProtoUtils.marshaller(FlightData.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(PutResult.getDefaultInstance()))
                .build();
        List<ServerMethodDefinition<?, ?>> others = new ArrayList<>();
        ServiceDescriptor.Builder all = ServiceDescriptor.newBuilder(name).addMethod(put);
        for (ServerMethodDefinition<?, ?> method : arrows.getMethods()) {
            if (!method.getMethodDescriptor().getFullMethodName().equals(put.getFullMethodName())) {
                others.add(method);
                all.addMethod(method.getMethodDescriptor());
            }
        }
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(all.build());
        service.addMethod(
                put,
                ServerCalls.asyncBidiStreamingCall(
                        answer -> new ParameterUpload(statements, FlightCall.current(), answer)));
        others.forEach(service::addMethod);
        return service.build();
    }
}
