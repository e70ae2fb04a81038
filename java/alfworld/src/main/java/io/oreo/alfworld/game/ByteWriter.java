package io.oreo.alfworld.game;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;

/** Small numbers in few bytes, lists with their lengths, texts in UTF-8. */
final class ByteWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    /** Seven bits a byte, low ones first; numbers near 0 of either sign are short. */
    void number(int value) {
        int rest = (value << 1) ^ (value >> 31);
        while ((rest & ~0x7f) != 0) {
            bytes.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }

    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        bytes.writeBytes(encoded);
    }

    /** Differences, as most of our lists grow slowly. */
    void numbers(int[] values) {
        number(values.length);
        int last = 0;
        for (int value : values) {
            number(value - last);
            last = value;
        }
    }

    /**
     * Rows of numbers, each as its differences from the row before: neighbours are alike. What lies
     * before the first row is a row as well.
     */
    void rows(int[] from, int[] values) {
        numbers(from);
        int before = 0;
        int start = 0;
        for (int end : from) {
            for (int i = start; i < end; i++) {
                int above = before + i - start;
                number(values[i] - (above < start ? values[above] : 0));
            }
            before = start;
            start = end;
        }
    }

    <T> void list(Collection<T> parts, Consumer<T> writer) {
        number(parts.size());
        parts.forEach(writer);
    }
}
