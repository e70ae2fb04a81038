package io.oreo.files;

/**
 * Halves of characters. JSON allows {@code \ud800} alone, and models that write bytes leave such;
 * UTF-8 has no bytes for it.
 */
public final class Surrogates {

    private Surrogates() {}

    /** Whether a text has a half without its other half. */
    public static boolean lone(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (isLone(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** JSON in which each such half is written as its escape again. */
    static String escaped(String json) {
        if (!lone(json)) {
            return json;
        }
        StringBuilder text = new StringBuilder(json.length() + 16);
        for (int at = 0; at < json.length(); at++) {
            char next = json.charAt(at);
            text.append(isLone(json, at) ? "\\u%04x".formatted((int) next) : String.valueOf(next));
        }
        return text.toString();
    }

    private static boolean isLone(String text, int at) {
        char each = text.charAt(at);
        if (Character.isHighSurrogate(each)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(each)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
