package io.spicerack.http;

/** What answers the requests of a port. Thread-safe: many worker threads call it at a time. */
public interface HttpService {
    /** Looks at a request that has a body before that is taken, and refuses by an exception what need not come. */
    default void admit(HttpRequest head) {}

    /** Whether it waits for nobody, and so is answered by threads of its own: they are free while all others wait. */
    default boolean isQuick(HttpRequest head) {
        return false;
    }

    HttpAnswer answer(HttpRequest request);

    /**
     * What a failure means to the caller, one of this room's {@link RequestRefusedException}s or of the service's own. Must
     * not wait for anything: it may run where all connections are read.
     */
    HttpAnswer failed(RequestLine line, Throwable failure);
}
