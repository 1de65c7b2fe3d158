package io.spicerack.api;

import io.spicerack.core.CoreFixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/** Requests as no client of AWS would send them, signed all the same, on sockets that a test holds in its hand. */
@SuppressWarnings("deprecation") // the signer that the service checks with is the older one
final class RawClient {
    private static final int READ_MILLIS = 20_000;

    private final URI server;
    private final AwsBasicCredentials sender;

    RawClient(URI server) {
        this(server, AwsBasicCredentials.create(ApiFixture.KEY, ApiFixture.SECRET));
    }

    RawClient(URI server, AwsBasicCredentials sender) {
        this.server = server;
        this.sender = sender;
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    /** The headers of a signed request, by name in lower case. */
    Map<String, List<String>> signed(String method, String target, byte[] body) {
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(URI.create(server + target))
                .contentStreamProvider(() -> new ByteArrayInputStream(body))
                .build();
        SdkHttpFullRequest signed = Aws4Signer.create()
                .sign(
                        request,
                        Aws4SignerParams.builder()
                                .awsCredentials(sender)
                                .signingName("quicksight")
                                .signingRegion(Region.of(CoreFixture.ACCOUNT.region()))
                                .build());
        Map<String, List<String>> headers = new TreeMap<>();
        signed.headers().forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
        return headers;
    }

    /** A whole signed request. */
    byte[] request(String method, String target, byte[] body) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        signed(method, target, body)
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        head.append("content-length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** The answer to {@code bytes}, up to the end of the connection or of the first answer's body. */
    String send(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            return answer(socket);
        }
    }

    /** One answer, its head and its body; empty where the connection ends without one. */
    static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            int next;
            while (!whole(read.toString(StandardCharsets.UTF_8)) && (next = in.read()) >= 0) {
                read.write(next);
            }
        } catch (SocketException e) {
            // cut: what came counts
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static boolean whole(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        return java.util.regex.Pattern.compile("(?i)content-length: (\\d+)")
                .matcher(answer)
                .results()
                .findFirst()
                .filter(length -> answer.length() - head - 4 >= Integer.parseInt(length.group(1)))
                .isPresent();
    }
}
