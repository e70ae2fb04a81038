package io.oreo.alfworld.game;

import io.oreo.alfworld.task.GameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what a {@link ByteWriter} wrote; whatever is not there is refused, not guessed. */
final class ByteReader {

    private final byte[] bytes;
    private int position;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int number() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (position >= bytes.length) {
                throw damaged();
            }
            int next = bytes[position++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw damaged();
    }

    String text() {
        int length = length();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    int[] numbers() {
        int[] values = new int[length()];
        int last = 0;
        for (int i = 0; i < values.length; i++) {
            last += number();
            values[i] = last;
        }
        return values;
    }

    /** Where rows begin, and their numbers. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Rows(int[] from, int[] values) {}

    Rows rows() {
        int[] from = numbers();
        int count = from.length == 0 ? 0 : from[from.length - 1];
        if (count < 0 || count > bytes.length - position) {
            throw damaged();
        }
        int[] values = new int[count];
        int before = 0;
        int start = 0;
        for (int end : from) {
            if (end < start || end > count) {
                throw damaged();
            }
            for (int i = start; i < end; i++) {
                int above = before + i - start;
                values[i] = number() + (above < start ? values[above] : 0);
            }
            before = start;
            start = end;
        }
        return new Rows(from, values);
    }

    <T> List<T> list(Supplier<T> reader) {
        int length = length();
        List<T> parts = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            parts.add(reader.get());
        }
        return parts;
    }

    /** Every part takes a byte at least, so a length beyond the rest is wrong. */
    private int length() {
        int length = number();
        if (length < 0 || length > bytes.length - position) {
            throw damaged();
        }
        return length;
    }

    boolean atEnd() {
        return position == bytes.length;
    }

    static GameException damaged() {
        return GameException.malformed(
                "the prepared game is damaged; remove it and run ./oreo alfworld prepare again");
    }
}
