package io.spicerack.api;

import io.spicerack.core.account.SignedChanges;
import io.spicerack.core.account.SignedChanges.Signed;
import io.spicerack.core.account.SignedChanges.Turn;
import io.spicerack.http.HttpAnswer;
import io.spicerack.http.HttpRequest;
import io.spicerack.sigv4.AnswerSeal;
import io.spicerack.sigv4.SignatureCheck;
import io.spicerack.sigv4.SignedRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Carries out each signed change once. A client that lost the answer and sends the same bytes again, as botocore does within a
 * second, gets that answer; where it no longer holds, the client is asked to sign anew, which AWS's clients do by themselves.
 * Thread-safe.
 */
final class FirstAnswers {
    private final SignedChanges changes;
    private final Clock clock;

    FirstAnswers(SignedChanges changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * The first answer to a request whose signature was checked. It goes to the address alone that the request came from first:
     * clients try again from where they are, and who captured a request learns nothing by it.
     *
     * @param carriedOut makes an answer of a failure, too
     */
    HttpAnswer answer(HttpRequest request, String about, Supplier<HttpAnswer> carriedOut) {
        SignedRequest signed = Signatures.signed(request);
        AnswerSeal seal = AnswerSeal.of(signed, request.peer());
        Signed change =
                new Signed(seal.digest(), SignatureCheck.signature(signed), SignatureCheck.goodUntil(signed), about);
        Turn turn = changes.take(change);
        if (turn instanceof Turn.Again again) {
            return seal.open(again.sealedAnswer())
                    .map(KeptAnswer::read)
                    .orElseThrow(() -> refused("it came from another address"));
        } else if (turn instanceof Turn.Refused refused) {
            throw SignatureCheck.isFresh(signed, clock)
                    ? new ApiError(
                            429,
                            "ThrottlingException",
                            "Rate exceeded: this very request was received before, and " + refused.why()
                                    + "; sign it anew")
                    : refused(refused.why());
        }
        Optional<HttpAnswer> answer = Optional.empty();
        try {
            answer = Optional.of(carriedOut.get());
            return answer.get();
        } finally {
            changes.ended(
                    change,
                    answer.map(given -> seal.seal(KeptAnswer.write(given))),
                    answer.filter(given -> given.status() >= 400).isPresent());
        }
    }

    private static ApiError refused(String why) {
        return new ApiError(
                403,
                "InvalidSignatureException",
                "This request was received before, and " + why
                        + "; a request that changes something is carried out once. Sign it anew");
    }
}
