package io.spicerack.camel;

import io.spicerack.core.sources.QuickSightErrors;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * What a route asks its source before it reads: the query whose answer {@code spice:changed} compares. Where it fails, the
 * ingestion says so: its words are else those of the data set's own query. Immutable.
 *
 * @param text as it is in the body when it is sent, but for white space around it, which Camel takes off
 */
record Question(String text) {
    /** The one of a route; empty where it asks none. */
    static Optional<Question> of(Route route) {
        return route.getRoute() instanceof RouteDefinition definition ? of(definition.getOutputs()) : Optional.empty();
    }

    private static Optional<Question> of(List<ProcessorDefinition<?>> steps) {
        Optional<Question> asked = Optional.empty();
        for (ProcessorDefinition<?> step : steps) {
            if (step instanceof SetBodyDefinition body) {
                asked = Optional.of(new Question(
                        String.valueOf(body.getExpression().getExpression()).strip()));
            } else if (step instanceof ToDefinition to && to.getUri().startsWith("spice:changed")) {
                return asked;
            } else {
                Optional<Question> within = of(step.getOutputs());
                if (within.isPresent()) {
                    return within;
                }
            }
        }
        return Optional.empty();
    }

    /** {@code failure} as the ingestion tells it, where it is of this question, on its way to the source. */
    Exception told(Exchange exchange, Exception failure) {
        boolean sent = String.valueOf(exchange.getProperty(Exchange.TO_ENDPOINT))
                        .startsWith("jdbc:")
                && text.equals(String.valueOf(exchange.getMessage().getBody()).strip());
        return sent ? failed(failure) : failure;
    }

    /** That it was the question. */
    static IngestionException failed(Exception failure) {
        ErrorInfo why = QuickSightErrors.ofIngestion(failure);
        String words =
                "the question of onlyIfChanged (spice:changed) failed, and the query of the data set was not sent: "
                        + why.message()
                        + " To have it read without being asked, take onlyIfChanged out of its route file.";
        return QuickSightErrors.passing(failure)
                ? IngestionException.passing(why.type(), words, failure)
                : IngestionException.lasting(why.type(), words, failure);
    }
}
