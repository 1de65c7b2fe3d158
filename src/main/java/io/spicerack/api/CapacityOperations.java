package io.spicerack.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spicerack.http.JsonBody;
import io.spicerack.http.JsonInput;
import java.util.List;
import java.util.Set;

/** What QuickSight sells as capacity is the disk of the service: a purchase is refused in words. Thread-safe. */
final class CapacityOperations {
    List<Operation> all() {
        return List.of(Operation.of(
                "UpdateSPICECapacityConfiguration", "POST /spice-capacity-configuration", 200, this::update));
    }

    private ObjectNode update(OperationCall call) {
        JsonInput input = call.input().allow(Set.of("PurchaseMode"));
        String mode = input.text("PurchaseMode", 64);
        if (mode.equals("MANUAL")) {
            // what holds in any case: nothing is bought by itself
            return JsonBody.object();
        }
        throw input.refused(
                "PurchaseMode",
                mode.equals("AUTO_PURCHASE")
                        ? "is AUTO_PURCHASE, but there is no capacity to buy: the disk of the service bounds its data"
                                + " sets. MANUAL is taken"
                        : "must be MANUAL");
    }
}
