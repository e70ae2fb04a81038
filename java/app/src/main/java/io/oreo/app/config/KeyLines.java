package io.oreo.app.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On which line of a TOML text a key stands; made for messages, so it may not know. */
final class KeyLines {

    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\s*([^\\[\\]]+?)\\s*].*");
    private static final Pattern LIST_HEADER =
            Pattern.compile("\\s*\\[\\[\\s*([^\\[\\]]+?)\\s*]].*");
    private static final Pattern ENTRY =
            Pattern.compile("\\s*([\\w\"'-]+(?:\\s*\\.\\s*[\\w\"'-]+)*)\\s*=.*");

    private final Map<String, Integer> lines = new HashMap<>();

    KeyLines(String toml) {
        String table = "";
        Map<String, Integer> listed = new HashMap<>();
        int number = 0;
        for (String line : toml.lines().toList()) {
            number++;
            Matcher list = LIST_HEADER.matcher(line);
            Matcher header = HEADER.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (list.matches()) {
                String name = plain(list.group(1));
                int position = listed.merge(name, 1, Integer::sum) - 1;
                table = "%s[%d]".formatted(name, position);
                lines.putIfAbsent(name, number);
                lines.putIfAbsent(table, number);
            } else if (header.matches()) {
                table = plain(header.group(1));
                lines.putIfAbsent(table, number);
            } else if (entry.matches()) {
                String key = plain(entry.group(1));
                lines.putIfAbsent(table.isEmpty() ? key : table + "." + key, number);
            }
        }
    }

    /** Line of the key, or of the closest table around it. */
    Optional<Integer> find(String key) {
        String place = key;
        while (!place.isEmpty()) {
            Integer line = lines.get(place);
            if (line != null) {
                return Optional.of(line);
            }
            int dot = place.lastIndexOf('.');
            place =
                    place.endsWith("]")
                            ? place.substring(0, place.lastIndexOf('['))
                            : dot < 0 ? "" : place.substring(0, dot);
        }
        return Optional.empty();
    }

    private static String plain(String key) {
        return key.replaceAll("[\"'\\s]", "");
    }
}
