package io.spicerack.camel;

import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.main.junit5.AdviceRouteMapping;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a shared route sends on, with its ends replaced. */
@CamelMainTest(
        advices = @AdviceRouteMapping(route = "reconcile", advice = SharedRoutesTest.BetweenMocks.class),
        properties = "camel.main.routesIncludePattern=file:routes/system/refresh.camel.yaml")
class SharedRoutesTest {
    static class BetweenMocks extends AdviceWithRouteBuilder {
        @Override
        public void configure() throws Exception {
            replaceFromWith("direct:reconcile-test");
            weaveByToUri("spice:reconcile").replace().to("mock:reconcile");
        }
    }

    @EndpointInject("mock:reconcile")
    @Nullable
    MockEndpoint reconcile;

    @Produce("direct:reconcile-test")
    @Nullable
    ProducerTemplate fire;

    @Test
    void reconcilingIsOneCallOfTheCore() throws Exception {
        if (reconcile == null || fire == null) {
            throw new IllegalStateException("Camel injects its endpoints before a test");
        }
        reconcile.expectedBodiesReceived((Object) null);
        fire.sendBody(null);
        reconcile.assertIsSatisfied();
    }
}
