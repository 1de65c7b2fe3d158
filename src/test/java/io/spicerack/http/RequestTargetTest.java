package io.spicerack.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @Test
    void pathAndParametersAreTakenApart() {
        RequestTarget target = RequestTarget.parse("/data-sets/a%2Fb+c/?format=json&limit=&flag&keys=x+y&keys=%C5%81");
        assertThat(target.path()).isEqualTo("/data-sets/a%2Fb+c/");
        assertThat(target.segments()).containsExactly("data-sets", "a/b+c", "");
        assertThat(target.query())
                .isEqualTo(Map.of(
                        "format", List.of("json"),
                        "limit", List.of(""),
                        "flag", List.of(""),
                        "keys", List.of("x y", "Ł")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?", "/?&", "/?&&"})
    void nothingIsNoParameter(String target) {
        assertThat(RequestTarget.parse(target).query()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?=", "/?=x", "/?a=1&=x"})
    void aParameterWithoutANameIsRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("The query of the URL has a parameter without a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?limit=%zz", "/?limit=%", "/?limit=%4", "/?limit=%C0%AF", "/?%+1=x"})
    void aBrokenEscapeIsNamed(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("the query of the URL has a broken % escape in '"
                        + target.replaceAll("/\\?(limit=)?|=x", "") + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data-sets", "http://host/", "/a#b", "/a b", "/\u0142", "/a\u0000", "*"})
    void whatIsNoPathIsRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessage("The URL of the request is no path as HTTP has it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//a", "/a//b", "/a//", "/./a", "/a/..", "/..", "/."})
    void whatANormalisedPathWouldNotHaveIsRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("which others would leave out");
    }
}
