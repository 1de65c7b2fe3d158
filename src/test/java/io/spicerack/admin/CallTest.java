package io.spicerack.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CallTest {
    @Test
    void pathAndParametersAreTakenApart() {
        Call call = Call.of("GET", "/data-sets/patients/", "format=json&limit=&flag", true);
        assertThat(call.path()).containsExactly("data-sets", "patients");
        assertThat(call.parameter("format")).hasValue("json");
        assertThat(call.parameter("flag")).hasValue("");
        assertThat(call.parameter("other")).isEmpty();
    }

    @Test
    void aBrokenEscapeIsNamed() {
        assertThatThrownBy(() -> Call.of("GET", "/", "limit=%zz", true))
                .isInstanceOf(Refusal.class)
                .hasMessage("the query of the URL has a broken % escape in '%zz'");
    }
}
