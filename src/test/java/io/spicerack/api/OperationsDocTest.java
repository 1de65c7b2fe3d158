package io.spicerack.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spicerack.core.CoreFixture;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.quicksight.QuickSightClient;
import software.amazon.awssdk.services.quicksight.model.InvalidParameterValueException;
import software.amazon.awssdk.services.quicksight.model.PurchaseMode;

/** docs/api.md, the router and AWS's own client know the same operations. */
class OperationsDocTest {
    @Test
    void theTableNamesWhatIsServedAndNothingElse(@TempDir Path directory) throws IOException {
        assertThat(documented()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(served(directory));
    }

    @Test
    void eachIsAnOperationOfAwssClient(@TempDir Path directory) {
        Set<String> methods = Arrays.stream(QuickSightClient.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(served(directory)).allSatisfy(name -> assertThat(methods).anyMatch(name::equalsIgnoreCase));
    }

    @Test
    void capacityIsNotForSale(@TempDir Path directory) {
        try (ApiFixture api = ApiFixture.open(directory)) {
            QuickSightClient client = api.client();
            assertThat(client.updateSPICECapacityConfiguration(update ->
                                    update.awsAccountId(ApiFixture.ACCOUNT).purchaseMode(PurchaseMode.MANUAL))
                            .status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> client.updateSPICECapacityConfiguration(
                            update -> update.awsAccountId(ApiFixture.ACCOUNT).purchaseMode(PurchaseMode.AUTO_PURCHASE)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining("PurchaseMode is AUTO_PURCHASE, but there is no capacity to buy");
        }
    }

    private static List<String> documented() throws IOException {
        return Files.readAllLines(Path.of("docs/api.md")).stream()
                .dropWhile(line -> !line.equals("| operation | served | refused by name |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> Arrays.stream(line.split("\\|", -1)[1].split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static List<String> served(Path directory) {
        try (CoreFixture core = CoreFixture.open(directory)) {
            ApiConfig config = new ApiConfig("127.0.0.1", 0, CoreFixture.ACCOUNT, Optional.empty());
            return new QuickSightService(config, core.spice(), Clock.systemUTC())
                    .operations().stream().map(Operation::name).toList();
        }
    }
}
