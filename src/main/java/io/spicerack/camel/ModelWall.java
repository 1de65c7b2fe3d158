package io.spicerack.camel;

import io.spicerack.routes.Allowance;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.jspecify.annotations.Nullable;

/**
 * The second wall before a data engineer's route is started: whatever the check of the text let through, a route that is made
 * of anything but these classes, schemes and expressions is not started. It knows no text and no YAML.
 */
final class ModelWall {
    private static final Set<Class<?>> STEPS = Set.of(
            ToDefinition.class,
            SetBodyDefinition.class,
            ChoiceDefinition.class,
            FilterDefinition.class,
            LogDefinition.class,
            StopDefinition.class,
            BeanDefinition.class);

    private static final Pattern FROM = Pattern.compile("times:[A-Za-z0-9_/-]+\\?.*|spice:ingestions\\?.*");
    private static final Pattern SPICE =
            Pattern.compile("spice:(ingest|changed|extract|mask|drop|seal|reconcile|publish)(\\?.*)?");
    private static final Pattern JDBC = Pattern.compile("jdbc:[A-Za-z0-9_-]+(\\?.*)?");
    private static final Pattern BODY_ONLY = Pattern.compile("(\\$\\{body}|[^$])*");

    private final Allowance allowance;

    ModelWall(Allowance allowance) {
        this.allowance = allowance;
    }

    /** {@code IllegalStateException} names the part that may not be there. */
    void check(RouteDefinition route) {
        String start = String.valueOf(
                route.getInput() == null ? null : route.getInput().getEndpointUri());
        if (!FROM.matcher(start).matches() || plainless(start)) {
            throw refused(route, "starts from " + scheme(start));
        }
        boolean more = route.getRoutePolicyRef() != null
                || route.getErrorHandlerRef() != null
                || route.getErrorHandler() != null
                || route.getInputType() != null
                || route.getStreamCache() != null
                || (route.getInterceptStrategies() != null
                        && !route.getInterceptStrategies().isEmpty());
        if (more) {
            throw refused(route, "has a policy, an error handler or an interceptor");
        }
        check(route, route.getOutputs());
    }

    private void check(RouteDefinition route, List<ProcessorDefinition<?>> steps) {
        for (ProcessorDefinition<?> step : steps) {
            if (!STEPS.contains(step.getClass())) {
                throw refused(route, "has a step " + step.getShortName());
            }
            if (step instanceof ToDefinition to && !reachable(String.valueOf(to.getUri()))) {
                throw refused(route, "sends to " + scheme(String.valueOf(to.getUri())));
            }
            if (step instanceof BeanDefinition bean
                    && (bean.getBean() != null || bean.getBeanType() != null || !rowStep(bean))) {
                throw refused(route, "calls an object that is no row step");
            }
            if (step instanceof ExpressionNode node
                    && !plain(node.getExpression(), step instanceof SetBodyDefinition)) {
                throw refused(route, "has an expression in " + step.getShortName());
            }
            if (step instanceof LogDefinition log
                    && (String.valueOf(log.getMessage()).contains("$") || external(log.getMessage()))) {
                throw refused(route, "logs an expression");
            }
            if (step instanceof ChoiceDefinition choice) {
                branches(route, choice);
            } else {
                check(route, step.getOutputs());
            }
        }
    }

    private void branches(RouteDefinition route, ChoiceDefinition choice) {
        for (WhenDefinition when : choice.getWhenClauses()) {
            if (!plain(when.getExpression(), false)) {
                throw refused(route, "has an expression in " + when.getShortName());
            }
            check(route, when.getOutputs());
        }
        if (choice.getOtherwise() != null) {
            check(route, choice.getOtherwise().getOutputs());
        }
    }

    private boolean rowStep(BeanDefinition bean) {
        return allowance.rowSteps().contains(String.valueOf(bean.getRef()))
                && String.valueOf(bean.getMethod()).matches("[A-Za-z0-9_]+");
    }

    private boolean reachable(String uri) {
        if (plainless(uri)) {
            return false;
        }
        if (SPICE.matcher(uri).matches() || JDBC.matcher(uri).matches()) {
            return true;
        }
        Stream<String> shared = allowance.shared().stream().map(name -> "direct:" + name);
        return shared.anyMatch(uri::equals) || allowance.schemes().contains(scheme(uri));
    }

    /** What Camel would look up; values of options are encoded, and have none of it. */
    private static boolean plainless(String uri) {
        return uri.contains("${")
                || uri.contains("{{")
                || uri.contains("#")
                || uri.contains("RAW(")
                || uri.contains("RAW{");
    }

    private static boolean plain(@Nullable ExpressionDefinition expression, boolean constant) {
        if (expression == null || external(expression.getExpression())) {
            return false;
        }
        return constant
                ? expression.getClass() == ConstantExpression.class
                : expression.getClass() == SimpleExpression.class
                        && BODY_ONLY.matcher(expression.getExpression()).matches();
    }

    private static boolean external(@Nullable String text) {
        return text == null || text.strip().startsWith("resource:");
    }

    private static String scheme(String uri) {
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    private static IllegalStateException refused(RouteDefinition route, String why) {
        return new IllegalStateException("route '" + route.getRouteId() + "' " + why + ", which routes/ may not");
    }
}
