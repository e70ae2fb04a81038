package io.oreo.alfworld.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oreo.alfworld.RecordedPlays;
import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.planning.GameException.Kind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GameCompilerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode document() throws IOException {
        return (ObjectNode) JSON.readTree(RecordedPlays.all().getFirst().document());
    }

    private static GameException refused(ObjectNode document) {
        return assertThrows(
                GameException.class,
                () -> GameCompiler.compile(GameDocument.read(document.toString())));
    }

    private static void rule(ObjectNode document, String name, String symbols) throws IOException {
        ((ObjectNode) document.path("rules"))
                .set(name, JSON.readTree("[{\"condition\": null, \"rhs\": " + symbols + "}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__import__('os').system('id')",
                "r.__class__",
                "open('secret').read()",
                "1 + 1",
                "r.name if r else ''",
                "lambda: 0",
                "a + 'x'",
                "nobody.name"
            })
    void anExpressionOutsideTheSubsetIsRefusedByItsText(String expression) throws IOException {
        ObjectNode document = document();
        String each = JSON.writeValueAsString(new String[] {"eval", expression});
        rule(document, "task", "[[\"each\", " + each + ", null]]");
        GameException e = refused(document);
        assertEquals(Kind.UNSUPPORTED, e.kind());
        assertTrue(e.getMessage().contains(expression), e.getMessage());
    }

    @Test
    void aRuleThatRefersToItselfIsRefused() throws IOException {
        ObjectNode document = document();
        rule(document, "task", "[[\"rule\", \"intro\"]]");
        assertTrue(refused(document).getMessage().contains("refers to itself"));
    }

    @Test
    void aGrammarThatExplodesIsStopped() throws IOException {
        ObjectNode document = document();
        rule(document, "task", "[[\"rule\", \"bomb0\"]]");
        for (int i = 0; i < 40; i++) {
            String next = "[\"rule\", \"bomb" + (i + 1) + "\"]";
            rule(document, "bomb" + i, "[" + next + ", " + next + "]");
        }
        rule(document, "bomb40", "[[\"text\", \"\"]]");
        GameDocument read = GameDocument.read(document.toString());
        GameException e =
                assertThrows(GameException.class, () -> new Game(GameCompiler.compile(read)));
        assertTrue(e.getMessage().contains("without end"), e.getMessage());
    }

    @Test
    void aMissingRuleIsNamed() throws IOException {
        ObjectNode document = document();
        ((ObjectNode) document.path("rules")).remove("look.feedback");
        GameException e = refused(document);
        assertEquals(Kind.MALFORMED, e.kind());
        assertTrue(e.getMessage().contains("look.feedback"), e.getMessage());
    }

    @Test
    void aTruncatedTaskIsRefusedWithItsLine() throws IOException {
        ObjectNode document = document();
        String sas = document.path("sas").asText();
        document.put("sas", sas.substring(0, sas.length() / 2));
        GameException e = refused(document);
        assertEquals(Kind.MALFORMED, e.kind());
        assertTrue(e.getMessage().contains("line "), e.getMessage());
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        for (String text : new String[] {"", "{", "[]", "{\"sas\": 3}"}) {
            assertEquals(
                    Kind.MALFORMED,
                    assertThrows(GameException.class, () -> GameDocument.read(text)).kind());
        }
    }
}
