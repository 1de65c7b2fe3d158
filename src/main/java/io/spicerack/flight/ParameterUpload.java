package io.spicerack.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import io.spicerack.pgwire.value.ParameterText;
import io.spicerack.query.QueryRefusal;
import io.spicerack.query.QueryType;
import io.spicerack.query.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flight.grpc.StatusUtils;
import org.apache.arrow.flight.impl.Flight.FlightData;
import org.apache.arrow.flight.impl.Flight.PutResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client puts: values for the parameters of a statement that it has prepared, as a schema and one row. All else is refused.
 * Arrow's own reader would believe a schema that says of itself that it has millions of fields. Of one call; not thread-safe.
 */
final class ParameterUpload implements StreamObserver<FlightData> {
    private static final Logger LOGGER = LoggerFactory.getLogger(ParameterUpload.class);

    /** Of a message's description. */
    private static final int MOST_HEADER = 64 << 10;

    private static final int MOST_PARAMETERS = 1000;

    private final FlightStatements statements;
    private final FlightCall call;
    private final StreamObserver<PutResult> answer;
    private @Nullable FlightStatement statement;
    private @Nullable List<ArrowType> types;
    private boolean bound;
    private boolean over;

    ParameterUpload(FlightStatements statements, FlightCall call, StreamObserver<PutResult> answer) {
        this.statements = statements;
        this.call = call;
        this.answer = answer;
    }

    @Override
    public void onNext(FlightData data) {
        if (over) {
            return;
        }
        try {
            take(data);
        } catch (QueryRefusal e) {
            fail(e);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | UnsupportedOperationException e) {
            fail(malformed());
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("parameters could not be read, which failed unexpectedly");
            fail(FlightRefusals.unexpected());
        }
    }

    private void take(FlightData data) throws QueryRefusal {
        FlightStatement of = statement;
        if (of == null) {
            of = statement(data);
            statement = of;
        }
        if (data.getDataHeader().isEmpty()) {
            return;
        }
        Message message = message(data.getDataHeader());
        List<ArrowType> known = types;
        if (known == null) {
            types = types((Schema) message.header(new Schema()), message.headerType(), of.parameters());
        } else if (message.headerType() == MessageHeader.RecordBatch && !bound) {
            RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
            if (batch == null) {
                throw malformed();
            }
            bind(of, new ArrowRow(batch, data.getDataBody().asReadOnlyByteBuffer()), known, data.getSerializedSize());
            bound = true;
        } else {
            throw new QueryRefusal(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "a statement is run with one row of parameters at a time, which are not dictionaries");
        }
    }

    private FlightStatement statement(FlightData data) throws QueryRefusal {
        ByteString command = data.getFlightDescriptor().getCmd();
        try {
            Any any = Any.parseFrom(command);
            if (!any.is(CommandPreparedStatementQuery.class)) {
                throw new QueryRefusal(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "nothing is written here: updates, bulk ingestion and Substrait plans are not served");
            }
            String handle = any.unpack(CommandPreparedStatementQuery.class)
                    .getPreparedStatementHandle()
                    .toStringUtf8();
            return statements.of(handle, call);
        } catch (InvalidProtocolBufferException e) {
            throw malformed();
        }
    }

    private static Message message(ByteString header) throws QueryRefusal {
        if (header.size() > MOST_HEADER) {
            throw new QueryRefusal(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "the description of parameters has " + header.size() + " bytes; the most is " + MOST_HEADER);
        }
        return Message.getRootAsMessage(ByteBuffer.wrap(header.toByteArray()));
    }

    private static List<ArrowType> types(@Nullable Schema schema, byte kind, List<QueryType> parameters)
            throws QueryRefusal {
        if (schema == null || kind != MessageHeader.Schema) {
            throw malformed();
        }
        if (schema.fieldsLength() != parameters.size() || parameters.size() > MOST_PARAMETERS) {
            throw new QueryRefusal(
                    SqlState.UNDEFINED_PARAMETER,
                    "the statement has " + parameters.size() + " parameters, and " + schema.fieldsLength()
                            + " values came; the most is " + MOST_PARAMETERS);
        }
        List<ArrowType> types = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Field field = schema.fields(i);
            if (field == null || field.childrenLength() > 0 || field.dictionary() != null) {
                throw new QueryRefusal(
                        SqlState.DATATYPE_MISMATCH,
                        "parameter $" + (i + 1) + " came as a list, a dictionary or the like; bind it as text");
            }
            types.add(ArrowType.getTypeForField(field));
        }
        return types;
    }

    private void bind(FlightStatement of, ArrowRow row, List<ArrowType> from, int bytes) throws QueryRefusal {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            String name = "$" + (i + 1);
            String text = row.next(from.get(i), name);
            values.add(text == null ? null : ParameterText.read(of.parameters().get(i), text, name));
        }
        statements.bind(of, Collections.unmodifiableList(values), bytes);
    }

    private static QueryRefusal malformed() {
        return new QueryRefusal(SqlState.PROTOCOL_VIOLATION, "the parameters are no message of Arrow Flight SQL");
    }

    private void fail(QueryRefusal why) {
        over = true;
        answer.onError(StatusUtils.toGrpcException(FlightRefusals.of(why)));
    }

    @Override
    public void onError(Throwable gone) {
        over = true;
    }

    @Override
    public void onCompleted() {
        if (over) {
            return;
        }
        over = true;
        FlightStatement of = statement;
        if (of == null) {
            fail(malformed());
            return;
        }
        DoPutPreparedStatementResult result = DoPutPreparedStatementResult.newBuilder()
                .setPreparedStatementHandle(ByteString.copyFromUtf8(of.origin().handle()))
                .build();
        answer.onNext(
                PutResult.newBuilder().setAppMetadata(result.toByteString()).build());
        answer.onCompleted();
    }
}
