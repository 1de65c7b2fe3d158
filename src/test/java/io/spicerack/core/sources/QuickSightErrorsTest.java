package io.spicerack.core.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spicerack.catalog.database.CatalogException;
import io.spicerack.envelope.KeyUnavailableException;
import io.spicerack.envelope.KeyUnavailableException.Reason;
import io.spicerack.model.ErrorInfo;
import io.spicerack.model.IngestionErrorType;
import io.spicerack.model.IngestionException;
import io.spicerack.model.KeyReference;
import org.junit.jupiter.api.Test;

class QuickSightErrorsTest {
    private static final KeyReference KEY = new KeyReference("arn:aws:kms:eu-west-1:111122223333:key/1");

    @Test
    void aMessageOfAnotherLibraryIsNotKeptSinceItMayQuoteAValue() {
        Throwable parsing = catchThrowable(() -> Integer.parseInt("Jane Doe"));
        ErrorInfo error = QuickSightErrors.ofIngestion(parsing);
        assertThat(error.type()).isEqualTo(IngestionErrorType.INTERNAL_SERVICE_ERROR);
        assertThat(error.message()).contains("java.lang.NumberFormatException").doesNotContain("Jane");
    }

    @Test
    void aMistakeInARouteIsTheCustomersInOurWords() {
        ErrorInfo error = QuickSightErrors.ofIngestion(new IllegalStateException("spice:publish is out of turn"));
        assertThat(error).isEqualTo(new ErrorInfo(IngestionErrorType.CUSTOMER_ERROR, "spice:publish is out of turn"));
    }

    @Test
    void whatTheCatalogSaysIsInOurWordsAndIsTold() {
        assertThat(QuickSightErrors.ofIngestion(new CatalogException("the catalog is away")))
                .isEqualTo(new ErrorInfo(IngestionErrorType.INTERNAL_SERVICE_ERROR, "the catalog is away"));
    }

    @Test
    void theReasonIsFoundBehindWhatWrapsIt() {
        RuntimeException wrapped = new RuntimeException(
                "camel says", new IngestionException(IngestionErrorType.SQL_TABLE_NOT_FOUND, "no table 'visits'"));
        assertThat(QuickSightErrors.ofIngestion(wrapped))
                .isEqualTo(new ErrorInfo(IngestionErrorType.SQL_TABLE_NOT_FOUND, "no table 'visits'"));
    }

    @Test
    void aDeniedKeyIsAPermissionAndAnOutageHasATypeOfItsOwn() {
        assertThat(QuickSightErrors.ofIngestion(
                        new KeyUnavailableException(KEY, Reason.DISABLED, "it is Disabled", null)))
                .isEqualTo(new ErrorInfo(IngestionErrorType.PERMISSION_DENIED, "it is Disabled"));
        assertThat(QuickSightErrors.ofIngestion(new KeyUnavailableException(KEY, Reason.UNREACHABLE, "no answer", null))
                        .type())
                .isEqualTo(IngestionErrorType.KEY_SERVICE_UNAVAILABLE);
    }
}
