package io.spicerack.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.TakesLong;
import io.spicerack.core.CoreFixture;
import io.spicerack.core.WithCore;
import io.spicerack.core.account.Principal;
import io.spicerack.http.HttpRequest;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import io.spicerack.http.RequestLine;
import io.spicerack.model.Secret;
import io.spicerack.shapes.ModelWalk;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every member that QuickSight's API model has is held against it, for each operation, before anything is done. */
@TakesLong
@WithCore
class ModelCheckTest {
    private final CoreFixture core;

    ModelCheckTest(CoreFixture core) {
        this.core = core;
    }

    @Test
    void theModelHasTheOperationsThatAreServed() {
        assertThat(ModelCheck.MODEL.operations())
                .containsExactlyInAnyOrderElementsOf(
                        service().operations().stream().map(Operation::name).toList());
    }

    @Test
    void anOperationWithoutAModelStopsTheStart() {
        assertThatThrownBy(() -> ModelCheck.known(
                        List.of(Operation.of("ListDreams", "GET /dreams", 200, call -> JsonBody.object()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("quicksight.model.json does not have ListDreams: give each its row in docs/api.md, then run"
                        + " bench/clients/service-models, which writes the table");
    }

    @Test
    void eachMemberIsRefusedInEachWayThatItCanBeWrong() {
        List<ModelWalk.Wrong> all = ModelWalk.of(ModelCheck.MODEL);
        assertThat(all).hasSizeGreaterThan(1000).allSatisfy(wrong -> assertThatThrownBy(
                        () -> ModelCheck.check(wrong.operation(), call(wrong.body()), wrong.body()))
                .as(wrong.operation() + " " + wrong.member() + ": " + wrong.how())
                .isInstanceOfSatisfying(ApiError.class, refused -> {
                    assertThat(refused.type()).isEqualTo("InvalidParameterValueException");
                    assertThat(refused.words()).hasSizeLessThan(9_000).contains(wrong.member());
                }));
        assertThat(ModelCheck.MODEL.operations()).allSatisfy(operation -> assertThatCode(() -> {
                    ObjectNode least = ModelWalk.least(ModelCheck.MODEL, operation);
                    ModelCheck.check(operation, call(least), least);
                })
                .doesNotThrowAnyException());
    }

    /** Through the service: the check stands before each operation with a body. */
    @Test
    void noOperationIsReachedByAMemberOfAWrongType() {
        QuickSightService service = service();
        RawClient client = new RawClient(URI.create("http://127.0.0.1:1"));
        core.declare("patients");
        Map<String, String> paths =
                service.operations().stream().collect(Collectors.toMap(Operation::name, Operation::methodAndPath));
        Set<String> tried = new TreeSet<>();
        for (ModelWalk.Wrong wrong : ModelWalk.of(ModelCheck.MODEL)) {
            if (wrong.how().equals("type") && !wrong.member().contains(".") && tried.add(wrong.operation())) {
                String[] line = paths.getOrDefault(wrong.operation(), "").split(" ", 2);
                String path = line[1].replace("{DataSetId}", "patients").replaceAll("\\{[A-Za-z]+}", "one");
                String target = line[1].startsWith("/resources")
                        ? "/resources/arn%3Aaws%3Aquicksight%3Aeu-west-1%3A123456789012%3Adataset%2Fpatients/tags"
                        : "/accounts/" + CoreFixture.ACCOUNT.id() + path;
                byte[] body = wrong.body().toString().getBytes(UTF_8);
                RequestLine request = new RequestLine("any", line[0], target);
                HttpRequest whole = new HttpRequest(request, client.signed(line[0], target, body), body, "127.0.0.1");
                assertThatAnswer(service, whole)
                        .as(wrong.operation())
                        .contains("InvalidParameterValueException", wrong.member());
            }
        }
        assertThat(tried).hasSizeGreaterThan(12);
    }

    @Test
    void whatWasSeenToBreakTypedClientsIsRefusedInWords() {
        assertThat(refusal(
                        "CreateDataSet", "DataSetUsageConfiguration", "{\"DisableUseAsDirectQuerySource\":\"true\"}"))
                .isEqualTo("DataSetUsageConfiguration.DisableUseAsDirectQuerySource must be true or false");
        assertThat(refusal(
                        "CreateDataSet",
                        "ColumnGroups",
                        "[{\"GeoSpatialColumnGroup\":{\"Name\":\"g\",\"CountryCode\":\"DE\",\"Columns\":[\"c\"]}}]"))
                .isEqualTo("1 validation error detected: Value 'DE' at"
                        + " 'ColumnGroups[0].GeoSpatialColumnGroup.CountryCode' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [US]");
        assertThat(refusal("CreateDataSet", "PhysicalTableMap", "{\"" + "t".repeat(100) + "\":{}}"))
                .isEqualTo(
                        "1 validation error detected: Value '" + "t".repeat(64) + "...' at 'PhysicalTableMap' failed to"
                                + " satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or"
                                + " equal to 64]");
        String actions = java.util.Collections.nCopies(21, "\"quicksight:DescribeDataSet\"")
                .toString();
        assertThat(refusal("CreateDataSet", "Permissions", "[{\"Principal\":\"p\",\"Actions\":" + actions + "}]"))
                .isEqualTo(
                        "1 validation error detected: Value at 'Permissions[0].Actions' failed to satisfy constraint:"
                                + " Member must have length less than or equal to 20");
        assertThat(refusal("CreateDataSet", "PhysicalTableMap", "{\"t\":{\"CustomSql\":{\"SqlQuery\":\"\\u0000\"}}}"))
                .contains("CustomSql");
        assertThat(refusal(
                        "CreateDataSource",
                        "Credentials",
                        "{\"CredentialPair\":{\"Username\":\"u\",\"Password\":\"" + "s3cret".repeat(200) + "\"}}"))
                .isEqualTo(
                        "1 validation error detected: Value at 'Credentials.CredentialPair.Password' failed to satisfy"
                                + " constraint: Member must have length less than or equal to 1024");
    }

    @Test
    void nulIsRefusedWhereverItStands() {
        for (String query : List.of("SELECT '\\u0000'", "SELECT '\\ud800'")) {
            assertThat(refusal(
                            "CreateDataSet",
                            "PhysicalTableMap",
                            "{\"t\":{\"CustomSql\":{\"DataSourceArn\":\"arn\",\"Name\":\"n\",\"SqlQuery\":\"" + query
                                    + "\"}}}"))
                    .startsWith("PhysicalTableMap.t.CustomSql.SqlQuery must be ");
        }
        assertThat(refusal("CreateDataSet", "FieldFolders", "{\"a\\u0000b\":{}}"))
                .isEqualTo("FieldFolders.* has a name with a NUL character");
    }

    @Test
    void whatWasKeptBeforeMembersWereCheckedComesToClientsAsFarAsTheyCanReadIt() throws Exception {
        ObjectNode kept = (ObjectNode)
                JsonBody.MAPPER.readTree(
                        """
                {"DataSetUsageConfiguration":{"DisableUseAsDirectQuerySource":"true","DisableUseAsImportedSource":true},
                "ColumnGroups":[{"GeoSpatialColumnGroup":{"Name":7,"CountryCode":"DE","Columns":["a",1]}}],
                "FieldFolders":{"f":{"description":null,"columns":"a"}},"Unknown":1}""");
        assertThat(ModelCheck.MODEL.typed("CreateDataSet", kept))
                .isEqualTo(
                        JsonBody.MAPPER.readTree(
                                """
                        {"DataSetUsageConfiguration":{"DisableUseAsImportedSource":true},
                        "ColumnGroups":[{"GeoSpatialColumnGroup":{"CountryCode":"DE","Columns":["a"]}}],
                        "FieldFolders":{"f":{}}}"""));
    }

    private static String refusal(String operation, String member, String json) {
        try {
            ObjectNode body = ModelWalk.least(ModelCheck.MODEL, operation);
            body.set(member, JsonBody.MAPPER.readTree(json));
            ModelCheck.check(operation, call(body), body);
            return "taken";
        } catch (ApiError e) {
            return e.words();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertThatAnswer(
            QuickSightService service, HttpRequest request) {
        try {
            return assertThat(String.valueOf(service.answer(request).headers())
                    + new String(
                            ((io.spicerack.http.HttpAnswer.Whole)
                                            service.answer(request).body())
                                    .bytes(),
                            UTF_8));
        } catch (ApiError e) {
            return assertThat(e.type() + " " + e.words());
        }
    }

    private static OperationCall call(ObjectNode body) {
        return new OperationCall(
                Principal.administrator(
                        "owner",
                        new io.spicerack.model.Arn(
                                "aws", "quicksight", "eu-west-1", CoreFixture.ACCOUNT.id(), "user/default/owner"),
                        ApiFixture.KEY),
                Map.of(),
                Map.of(),
                JsonInput.of(body));
    }

    private QuickSightService service() {
        return new QuickSightService(
                new ApiConfig(
                        "127.0.0.1",
                        0,
                        CoreFixture.ACCOUNT,
                        Optional.of(new ApiConfig.Owner(ApiFixture.KEY, Secret.of(ApiFixture.SECRET)))),
                core.spice(),
                Clock.systemUTC());
    }
}
