import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** The least that a Camel HTTP route does: {@code Bare PORT DIRECTORY} answers /FILE with what the file says, from memory. */
public final class Bare {
    private Bare() {}

    public static void main(String[] arguments) throws Exception {
        String describe = Files.readString(Path.of(arguments[1], "describe"));
        String list = Files.readString(Path.of(arguments[1], "list"));
        Main main = new Main();
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", arguments[0]);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/describe").setBody(constant(describe));
                from("platform-http:/list").setBody(constant(list));
            }
        });
        main.run();
    }
}
