package io.spicerack.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.SqlState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.impl.Flight;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCancelQueryRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCancelQueryResult;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is answered: queries, prepared or not, and what there is to query. All else is refused in words. Thread-safe.
 *
 * <p>Arrow's own producer is not extended: it reads schemas that clients send with a request to cancel, however large they say
 * they are.
 */
final class FlightSqlService implements FlightProducer {
    private static final Logger LOGGER = LoggerFactory.getLogger(FlightSqlService.class);

    private final FlightStatements statements;
    private final FlightResources port;
    private final ServerFacts facts = new ServerFacts();

    FlightSqlService(FlightStatements statements, FlightResources port) {
        this.statements = statements;
        this.port = port;
    }

    private interface Answer<T> {
        T of(FlightCall call) throws QueryRefusal, InvalidProtocolBufferException;
    }

    private static <T> T answered(Answer<T> answer) {
        try {
            return answer.of(FlightCall.current());
        } catch (QueryRefusal e) {
            throw FlightRefusals.of(e);
        } catch (InvalidProtocolBufferException e) {
            throw FlightRefusals.of(
                    new QueryRefusal(SqlState.PROTOCOL_VIOLATION, "the request is no message of Arrow Flight SQL"));
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("a call of the Flight port failed unexpectedly");
            throw FlightRefusals.of(FlightRefusals.unexpected());
        }
    }

    private static QueryRefusal unserved(String what) {
        return new QueryRefusal(
                SqlState.FEATURE_NOT_SUPPORTED,
                what + " is not served: this port answers queries in SQL, and what Flight SQL asks of their tables");
    }

    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
        return answered(call -> {
            Any command = command(descriptor);
            Schema schema;
            Any ticket = command;
            if (command.is(CommandStatementQuery.class)) {
                FlightStatement made = statements.prepare(sql(command), true, call);
                schema = made.schema();
                List<FlightEndpoint> parts = parts(made, sql(command), call.parts());
                if (!parts.isEmpty()) {
                    made.leave(FlightRefusals.unknown());
                    return new FlightInfo(schema, descriptor, parts, -1, -1);
                }
                ticket = Any.pack(TicketStatementQuery.newBuilder()
                        .setStatementHandle(
                                ByteString.copyFromUtf8(made.origin().handle()))
                        .build());
            } else if (command.is(CommandPreparedStatementQuery.class)) {
                schema = prepared(command, call).schema();
            } else {
                schema = metadata(command);
            }
            FlightEndpoint all = new FlightEndpoint(new Ticket(ticket.toByteArray()));
            return new FlightInfo(schema, descriptor, List.of(all), -1, -1);
        });
    }

    /** None where the client takes no parts, or where there are none of this statement. */
    private static List<FlightEndpoint> parts(FlightStatement made, String sql, int most) {
        return most == 0
                ? List.of()
                : made.divisible().map(version -> PartTicket.all(version, most, sql)).orElse(List.of()).stream()
                        .map(part -> new FlightEndpoint(part.ticket()))
                        .toList();
    }

    @Override
    public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
        return answered(call -> {
            Any command = command(descriptor);
            if (command.is(CommandStatementQuery.class)) {
                return new SchemaResult(columns(sql(command), call));
            } else if (command.is(CommandPreparedStatementQuery.class)) {
                return new SchemaResult(prepared(command, call).schema());
            }
            return new SchemaResult(metadata(command));
        });
    }

    private Schema columns(String sql, FlightCall call) throws QueryRefusal {
        FlightStatement made = statements.prepare(sql, true, call);
        made.leave(FlightRefusals.unknown());
        return made.schema();
    }

    private static Any command(FlightDescriptor descriptor) throws QueryRefusal, InvalidProtocolBufferException {
        byte[] command = descriptor.isCommand() ? descriptor.getCommand() : null;
        if (command == null) {
            throw unserved("a path");
        }
        return Any.parseFrom(command);
    }

    private static String sql(Any command) throws QueryRefusal, InvalidProtocolBufferException {
        CommandStatementQuery query = command.unpack(CommandStatementQuery.class);
        refuseTransaction(query.getTransactionId());
        return query.getQuery();
    }

    private static void refuseTransaction(ByteString id) throws QueryRefusal {
        if (!id.isEmpty()) {
            throw unserved("a transaction");
        }
    }

    private FlightStatement prepared(Any command, FlightCall call) throws QueryRefusal, InvalidProtocolBufferException {
        return statements.of(
                command.unpack(CommandPreparedStatementQuery.class)
                        .getPreparedStatementHandle()
                        .toStringUtf8(),
                call);
    }

    private static Schema metadata(Any command) throws QueryRefusal, InvalidProtocolBufferException {
        if (command.is(CommandGetSqlInfo.class)) {
            return Schemas.GET_SQL_INFO_SCHEMA;
        }
        return CatalogAnswers.schema(command).orElseThrow(() -> unserved(name(command)));
    }

    /** What a client calls it, without what could be taken for something else. */
    private static String name(Any command) {
        String name = command.getTypeUrl().replaceFirst(".*[./]", "").replaceAll("[^A-Za-z0-9]", "");
        return name.isEmpty() || name.length() > 64 ? "the request" : name;
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        Object unused = answered(call -> {
            Any command = Any.parseFrom(ticket.getBytes());
            if (command.is(TicketStatementQuery.class)) {
                ByteString handle = command.unpack(TicketStatementQuery.class).getStatementHandle();
                Optional<PartTicket> part = PartTicket.read(handle);
                begin(
                        part.isPresent() ? part(part.get(), call) : statements.of(handle.toStringUtf8(), call),
                        call,
                        listener);
            } else if (command.is(CommandPreparedStatementQuery.class)) {
                begin(prepared(command, call), call, listener);
            } else if (command.is(CommandGetSqlInfo.class)) {
                facts.send(command, listener);
            } else {
                Optional<MetadataTable> table =
                        CatalogAnswers.answer(command, call.caller().dataSets().list(), sql -> columns(sql, call));
                table.orElseThrow(() -> unserved(name(command))).send(listener, port.memory());
            }
            return call;
        });
    }

    private FlightStatement part(PartTicket asked, FlightCall call) throws QueryRefusal {
        FlightStatement made = statements.prepare(asked.sql(), true, call);
        made.takes(asked.part());
        return made;
    }

    private void begin(FlightStatement statement, FlightCall call, ServerStreamListener listener) throws QueryRefusal {
        statement.begin(new FlightAnswer(statement, call, listener, port));
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        Object unused = answered(call -> {
            String type = action.getType();
            if (type.equals(FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT.getType())) {
                listener.onNext(new Result(Any.pack(create(action, call)).toByteArray()));
            } else if (type.equals(FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT.getType())) {
                close(action, call);
            } else if (type.equals(FlightSqlUtils.FLIGHT_SQL_CANCEL_QUERY.getType())) {
                listener.onNext(new Result(Any.pack(cancelQuery(action, call)).toByteArray()));
            } else if (type.equals(FlightConstants.CANCEL_FLIGHT_INFO.getType())) {
                boolean done = cancel(
                        Flight.CancelFlightInfoRequest.parseFrom(action.getBody())
                                .getInfo(),
                        call);
                listener.onNext(new Result(Flight.CancelFlightInfoResult.newBuilder()
                        .setStatus(
                                done
                                        ? Flight.CancelStatus.CANCEL_STATUS_CANCELLED
                                        : Flight.CancelStatus.CANCEL_STATUS_NOT_CANCELLABLE)
                        .build()
                        .toByteArray()));
            } else {
                String plain = type.replaceAll("[^A-Za-z0-9]", "");
                throw unserved(plain.isEmpty() || plain.length() > 64 ? "the action" : plain);
            }
            listener.onCompleted();
            return call;
        });
    }

    /** What clients call that do not know CancelFlightInfo yet. */
    @SuppressWarnings("deprecation")
    private ActionCancelQueryResult cancelQuery(Action action, FlightCall call)
            throws QueryRefusal, InvalidProtocolBufferException {
        ActionCancelQueryRequest request = Any.parseFrom(action.getBody()).unpack(ActionCancelQueryRequest.class);
        boolean done = cancel(Flight.FlightInfo.parseFrom(request.getInfo()), call);
        return ActionCancelQueryResult.newBuilder()
                .setResult(
                        done
                                ? ActionCancelQueryResult.CancelResult.CANCEL_RESULT_CANCELLED
                                : ActionCancelQueryResult.CancelResult.CANCEL_RESULT_NOT_CANCELLABLE)
                .build();
    }

    private ActionCreatePreparedStatementResult create(Action action, FlightCall call)
            throws QueryRefusal, InvalidProtocolBufferException {
        ActionCreatePreparedStatementRequest request =
                Any.parseFrom(action.getBody()).unpack(ActionCreatePreparedStatementRequest.class);
        refuseTransaction(request.getTransactionId());
        FlightStatement made = statements.prepare(request.getQuery(), false, call);
        return ActionCreatePreparedStatementResult.newBuilder()
                .setPreparedStatementHandle(
                        ByteString.copyFromUtf8(made.origin().handle()))
                .setDatasetSchema(ByteString.copyFrom(made.schema().serializeAsMessage()))
                .setParameterSchema(ByteString.copyFrom(
                        ArrowTypes.parameters(made.parameters()).serializeAsMessage()))
                .build();
    }

    private void close(Action action, FlightCall call) throws QueryRefusal, InvalidProtocolBufferException {
        String handle = Any.parseFrom(action.getBody())
                .unpack(ActionClosePreparedStatementRequest.class)
                .getPreparedStatementHandle()
                .toStringUtf8();
        statements.of(handle, call).leave(new QueryRefusal(SqlState.QUERY_CANCELED, "the statement was closed"));
    }

    private boolean cancel(Flight.FlightInfo info, FlightCall call) throws InvalidProtocolBufferException {
        boolean cancelled = false;
        for (Flight.FlightEndpoint endpoint : info.getEndpointList()) {
            Any ticket = Any.parseFrom(endpoint.getTicket().getTicket());
            ByteString handle = ticket.is(TicketStatementQuery.class)
                    ? ticket.unpack(TicketStatementQuery.class).getStatementHandle()
                    : ticket.is(CommandPreparedStatementQuery.class)
                            ? ticket.unpack(CommandPreparedStatementQuery.class).getPreparedStatementHandle()
                            : ByteString.EMPTY;
            cancelled |= statements.cancel(handle.toString(StandardCharsets.UTF_8), call);
        }
        return cancelled;
    }

    @Override
    public void listActions(CallContext context, StreamListener<ActionType> listener) {
        listener.onNext(FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT);
        listener.onNext(FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT);
        listener.onNext(FlightSqlUtils.FLIGHT_SQL_CANCEL_QUERY);
        listener.onNext(FlightConstants.CANCEL_FLIGHT_INFO);
        listener.onCompleted();
    }

    @Override
    public void listFlights(CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
        throw FlightRefusals.of(unserved("ListFlights"));
    }

    /** Never called: DoPut is answered by {@link ParameterUpload}. */
    @Override
    public Runnable acceptPut(CallContext context, FlightStream stream, StreamListener<PutResult> acknowledged) {
        throw FlightRefusals.of(unserved("DoPut"));
    }
}
