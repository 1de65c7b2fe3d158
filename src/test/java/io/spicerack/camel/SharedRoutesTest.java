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
        properties = "camel.main.routesIncludePattern=file:routes/refresh.camel.yaml")
class SharedRoutesTest {
    static class BetweenMocks extends AdviceWithRouteBuilder {
        @Override
        public void configure() throws Exception {
            replaceFromWith("direct:reconcile-test");
            weaveByType(org.apache.camel.model.ToDynamicDefinition.class)
                    .replace()
                    .to("mock:source");
            weaveByToUri("spice:reconcile").replace().to("mock:reconcile");
        }
    }

    @EndpointInject("mock:source")
    @Nullable
    MockEndpoint source;

    @EndpointInject("mock:reconcile")
    @Nullable
    MockEndpoint reconcile;

    @Produce("direct:reconcile-test")
    @Nullable
    ProducerTemplate fire;

    @Test
    void theSourceIsAskedUntilNoQuestionIsLeft() throws Exception {
        if (source == null || reconcile == null || fire == null) {
            throw new IllegalStateException("Camel injects its endpoints before a test");
        }
        source.expectedBodiesReceived("SELECT count(*) AS n0", "SELECT sum(a) AS n1");
        source.returnReplyBody(new org.apache.camel.model.language.ConstantExpression("the answer"));
        reconcile.expectedBodiesReceived("the answer", "the answer");
        reconcile.whenExchangeReceived(1, exchange -> exchange.getMessage().setBody("SELECT sum(a) AS n1"));
        reconcile.whenExchangeReceived(2, exchange -> exchange.getMessage().setBody(null));
        fire.sendBody("SELECT count(*) AS n0");
        source.assertIsSatisfied();
        reconcile.assertIsSatisfied();
    }

    @Test
    void whoHasNoQuestionAsksNothing() throws Exception {
        if (source == null || reconcile == null || fire == null) {
            throw new IllegalStateException("Camel injects its endpoints before a test");
        }
        source.expectedMessageCount(0);
        reconcile.expectedMessageCount(0);
        fire.sendBody(null);
        source.assertIsSatisfied();
        reconcile.assertIsSatisfied();
    }
}
