package io.oreo.alfworld.game;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PythonTextTest {

    @Property(tries = 300)
    void stringsAreOrderedByCodePoints(@ForAll String a, @ForAll String b) {
        int expected = Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
        assertEquals(Integer.signum(expected), Integer.signum(PythonText.ORDER.compare(a, b)));
    }

    @Test
    void pythonKnowsMoreWhiteSpaceThanJava() {
        assertEquals("look", PythonText.strip("\u00a0\u3000\u2028 \u001c look\t\r\n\u0085"));
        assertEquals("\u200blook", PythonText.strip("\u200blook"));
        assertEquals("", PythonText.strip(" \n"));
    }
}
