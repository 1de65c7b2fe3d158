package io.spicerack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** docs/dependencies.md says why each library is there that pom.xml asks for, and of no other. */
class DependenciesDocTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`[^`]+`(?:, )?)+) \\| (.*) \\|$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void eachLibraryOfThePomHasItsReasonAndNoOther() throws Exception {
        assertThat(explained()).containsExactlyInAnyOrderElementsOf(asked());
    }

    private static List<String> explained() throws Exception {
        String page = Files.readString(Path.of("docs/dependencies.md"));
        return ROW.matcher(page.substring(0, page.indexOf("## Holes")))
                .results()
                .filter(row -> !row.group(2).isBlank())
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .toList();
    }

    /** Artifacts, as they are told apart; those of a profile are the same for another machine. */
    private static List<String> asked() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        return children(project, "dependencies")
                .flatMap(all -> children(all, "dependency"))
                .flatMap(one -> children(one, "artifactId"))
                .map(Node::getTextContent)
                .toList();
    }

    private static Stream<Element> children(Element of, String name) {
        return Stream.iterate(of.getFirstChild(), node -> node != null, Node::getNextSibling)
                .filter(node ->
                        node instanceof Element element && element.getTagName().equals(name))
                .map(Element.class::cast);
    }
}
