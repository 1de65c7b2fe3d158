package io.spicerack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a running service's management port. Thread-safe; a call blocks until its answer begins, for 30 s at most. */
public final class ManagementClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ServiceAddress address;
    private final String operator;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @param operator who does it, for the audit trail */
    ManagementClient(ServiceAddress address, String operator) {
        this.address = address;
        this.operator = operator;
    }

    public JsonNode get(String path) {
        return json(request(path).GET().build());
    }

    /** For what takes longer than 30 s. */
    JsonNode get(String path, Duration patience) {
        return json(request(path).timeout(patience).GET().build());
    }

    JsonNode post(String path) {
        return json(request(path).POST(BodyPublishers.noBody()).build());
    }

    public JsonNode post(String path, String body) {
        return json(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    /** For what takes longer than 30 s. */
    JsonNode post(String path, Duration patience) {
        return json(
                request(path).timeout(patience).POST(BodyPublishers.noBody()).build());
    }

    public JsonNode put(String path) {
        return json(request(path).PUT(BodyPublishers.noBody()).build());
    }

    public JsonNode delete(String path) {
        return json(request(path).DELETE().build());
    }

    /** The caller closes the body. */
    HttpResponse<InputStream> stream(String path) {
        HttpResponse<InputStream> response = send(request(path).GET().build());
        if (response.statusCode() / 100 != 2) {
            throw refusal(response);
        }
        return response;
    }

    private JsonNode json(HttpRequest request) {
        HttpResponse<InputStream> response = send(request);
        if (response.statusCode() / 100 != 2) {
            throw refusal(response);
        }
        try (InputStream body = response.body()) {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ServiceException(address + " does not answer as Spicerack does");
        } catch (IOException e) {
            throw silent(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stripped() + path))
                .timeout(Duration.ofSeconds(30))
                .header("X-Spicerack-Operator", operator);
        return address.token().isEmpty() ? request : request.header("Authorization", "Bearer " + address.token());
    }

    @Override
    public String toString() {
        return address.toString();
    }

    private String stripped() {
        String url = address.url().toString();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw silent(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceException("interrupted");
        }
    }

    private ServiceException silent(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new ServiceException("no Spicerack answers at " + address + ": " + reason
                + ". Start one with ./spicerack run, or name another with --url or --keep");
    }

    private ServiceException refusal(HttpResponse<InputStream> response) {
        if (response.statusCode() == 401) {
            return new ServiceException("the service at " + address + " wants its token, and "
                    + (address.token().isEmpty() ? "none was found in " : "does not take the one from ")
                    + address.tokenOrigin() + ". Name its data directory with --keep DIR, or set"
                    + " SPICERACK_MANAGEMENT_TOKEN; where the file is lost, the next start of the service writes a new"
                    + " one");
        }
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(1 << 16), StandardCharsets.UTF_8);
            JsonNode message = MAPPER.readTree(text).path("message");
            if (message.isTextual()) {
                return new ServiceException(message.textValue());
            }
        } catch (IOException e) {
            // the status below tells what is known
        }
        return new ServiceException(address + " answered with HTTP status " + response.statusCode());
    }
}
