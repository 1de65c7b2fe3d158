# A tag is what its owner says today: to pin what you have looked at, give digests (docs/operations.md, Containers).
ARG BUILD_IMAGE=eclipse-temurin:17.0.15_6-jdk-noble
ARG RUN_IMAGE=eclipse-temurin:17.0.15_6-jre-noble

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml spicerack LICENSE README.md ./
COPY config config
COPY docs docs
COPY routes routes
COPY systemd systemd
COPY src src
# Only the production archive: the kit stays behind, the checks and the tests are ./mvnw verify.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -ntp -Dmaven.test.skip=true -Denforcer.skip=true -Dforbiddenapis.skip=true package \
    && mkdir /production && tar -xzf target/spicerack-0.1.0.tar.gz --strip-components=1 -C /production

FROM ${RUN_IMAGE}
RUN useradd --system --uid 10001 --user-group --home-dir /opt/spicerack --no-create-home spicerack \
    && install -d -o spicerack -g spicerack -m 0700 /var/lib/spicerack
WORKDIR /opt/spicerack
COPY --from=build /production ./
USER spicerack
# Catalog, sealed versions and audit log files: they belong together, in one volume, outside of what the next image replaces.
ENV SPICERACK_DATA_DIRECTORY=/var/lib/spicerack
VOLUME /var/lib/spicerack
EXPOSE 8076 8077
# The image has no curl for certain; bash speaks enough HTTP.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8077 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# The launcher becomes the JVM, so that SIGTERM drains.
ENTRYPOINT ["/opt/spicerack/spicerack"]
CMD ["run"]
