package io.spicerack.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.spicerack.api.QuickSightServer;
import io.spicerack.kit.kms.LocalKms;
import io.spicerack.kit.secrets.LocalSecrets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** The models that are kept, which come from botocore, agree with AWS's SDK for Java: its members, their types, names and places. */
class ApiModelTest {
    private static final String SDK = "software.amazon.awssdk.services.";
    private static final Map<MarshallingType<?>, String> TYPES = Map.of(
            MarshallingType.STRING, "Text",
            MarshallingType.SDK_BYTES, "Blob",
            MarshallingType.INTEGER, "Whole32",
            MarshallingType.LONG, "Whole64",
            MarshallingType.DOUBLE, "Fraction",
            MarshallingType.BOOLEAN, "Flag",
            MarshallingType.INSTANT, "Time",
            MarshallingType.LIST, "Many",
            MarshallingType.MAP, "Named",
            MarshallingType.SDK_POJO, "Structure");

    /** What botocore's models have already, and the SDK that is tested with has not. */
    private static final Set<String> NEWER = Set.of(
            "ConsumerAccountRoleArn",
            "DryRunModifiers",
            "IdentityProviderCACertificatesBundleS3Uri",
            "KeyPairCredentials",
            "OAuthClientCredentials",
            "S3TablesParameters",
            "SemanticMetadata");

    static List<Arguments> models() {
        return List.of(
                Arguments.of(QuickSightServer.class, "quicksight.model.json", "quicksight", 34),
                Arguments.of(LocalKms.class, "kms.model.json", "kms", 37),
                Arguments.of(LocalSecrets.class, "secretsmanager.model.json", "secretsmanager", 17));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyMemberIsTheSdks(Class<?> beside, String resource, String service, int operations) throws Exception {
        ApiModel model = ApiModel.load(beside, resource, EmptyTexts.TEXTS);
        assertThat(model.operations()).hasSize(operations);
        Set<String> seen = new HashSet<>();
        for (String operation : model.operations()) {
            Class<?> request =
                    Class.forName(SDK + service + ".model." + operation.replace("SPICE", "Spice") + "Request");
            SdkPojo builder = (SdkPojo) request.getMethod("builder").invoke(null);
            compare(model, operation, model.input(operation), builder, seen);
        }
    }

    private static void compare(ApiModel model, String at, Shape.Structure shape, SdkPojo pojo, Set<String> seen) {
        Map<String, SdkField<?>> fields = new TreeMap<>();
        pojo.sdkFields().forEach(field -> fields.put(field.memberName(), field));
        assertThat(shape.members().keySet()).as(at).containsAll(fields.keySet());
        shape.members().forEach((name, member) -> {
            @Nullable SdkField<?> field = fields.get(name);
            if (field == null) {
                assertThat(NEWER).as("members that the SDK does not have yet").contains(name);
                return;
            }
            assertThat(field.locationName()).as(at + "." + name).isEqualTo(member.wireName());
            assertThat(place(field.location())).as(at + "." + name).isEqualTo(member.place());
            compare(model, at + "." + name, member.shape(), field, seen);
        });
    }

    private static void compare(ApiModel model, String at, String name, SdkField<?> field, Set<String> seen) {
        Shape shape = model.table.shape(name);
        assertThat(TYPES.get(field.marshallingType())).as(at).isEqualTo(type(shape));
        if (!seen.add(name)) {
            return;
        }
        if (shape instanceof Shape.Structure structure) {
            compare(model, at, structure, field.constructor().get(), seen);
        } else if (shape instanceof Shape.Many many) {
            compare(
                    model,
                    at + "[]",
                    many.member(),
                    field.getTrait(ListTrait.class).memberFieldInfo(),
                    seen);
        } else if (shape instanceof Shape.Named named) {
            compare(
                    model,
                    at + "{}",
                    named.value(),
                    field.getTrait(MapTrait.class).valueFieldInfo(),
                    seen);
        }
    }

    private static Shape.Place place(MarshallLocation location) {
        return switch (location) {
            case PAYLOAD -> Shape.Place.BODY;
            case PATH -> Shape.Place.URI;
            case QUERY_PARAM -> Shape.Place.QUERY;
            case HEADER, GREEDY_PATH, STATUS_CODE -> throw new AssertionError("a member in the place " + location);
        };
    }

    private static String type(Shape shape) {
        return shape instanceof Shape.Whole whole
                ? "Whole" + whole.bits()
                : shape.getClass().getSimpleName();
    }
}
