package io.spicerack.hawtio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.spicerack.http.JsonBody;
import org.junit.jupiter.api.Test;

class DrawnRoutesTest {
    private static final String FIRST =
            "<route id=\"a\">\n<errorHandler>\n<noErrorHandler id=\"1\"/></errorHandler>\n<from uri=\"x:1\"/><to"
                    + " uri=\"y\"/></route>";
    private static final String SECOND = "<route id=\"b\"><from uri=\"x:2\"/><doTry/></route><route id=\"c\"/>";

    @Test
    void nothingStandsBeforeTheFromOfARoute() {
        assertThat(told("<routes>" + FIRST + SECOND + "</routes>"))
                .isEqualTo("<routes><route id=\"a\"><from uri=\"x:1\"/><to uri=\"y\"/></route>" + SECOND + "</routes>");
    }

    @Test
    void whatIsNoRouteStaysAsItIs() {
        assertThat(DrawnRoutes.in("{\"value\": 7 }")).isEqualTo("{\"value\": 7 }");
        assertThat(DrawnRoutes.in("{\"value\":[\"<route\"],\"status\":200}"))
                .isEqualTo("{\"value\":[\"<route\"],\"status\":200}");
    }

    private static String told(String xml) {
        ArrayNode answers = JsonBody.MAPPER.createArrayNode();
        answers.addObject().put("status", 200).put("value", xml);
        try {
            return JsonBody.MAPPER
                    .readTree(DrawnRoutes.in(answers.toString()))
                    .get(0)
                    .path("value")
                    .asText();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
