package io.oreo.alfworld.text;

import io.oreo.alfworld.planning.GameException;
import io.oreo.alfworld.text.Entity.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an {@link Expression}; whatever is outside the subset is refused with its text. */
final class ExpressionReader {

    private static final Pattern TERM =
            Pattern.compile(
                    "\\s*(?:(?<name>[A-Za-z_][A-Za-z_0-9]*)(?:\\.(?<field>[A-Za-z_]+))?"
                            + "|'(?<single>[^'\\\\]*)'|\"(?<double>[^\"\\\\]*)\")\\s*");
    private static final Pattern OR = Pattern.compile("\\bor\\b");

    private final String source;
    private final Function<String, Optional<Integer>> names;
    private int position;

    private ExpressionReader(String source, Function<String, Optional<Integer>> names) {
        this.source = source;
        this.names = names;
    }

    /**
     * The expression that {@code source} spells.
     *
     * @param names number of each variable that a grammar can bind
     */
    static Expression read(String source, Function<String, Optional<Integer>> names) {
        ExpressionReader reader = new ExpressionReader(source, names);
        Expression expression = reader.alternatives();
        if (reader.position != source.length()) {
            throw reader.refused();
        }
        return expression;
    }

    private Expression alternatives() {
        List<Expression> parts = new ArrayList<>(List.of(sum()));
        Matcher or = OR.matcher(source);
        while (or.find(position) && or.start() == position) {
            position = or.end();
            parts.add(sum());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.FirstOf(parts);
    }

    private Expression sum() {
        List<Expression> parts = new ArrayList<>(List.of(term()));
        while (position < source.length() && source.charAt(position) == '+') {
            position++;
            parts.add(term());
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        if (parts.stream().anyMatch(Expression.Variable.class::isInstance)) {
            throw refused(); // an entity cannot be added to a string, in Python neither
        }
        return new Expression.Joined(parts);
    }

    private Expression term() {
        Matcher term = TERM.matcher(source).region(position, source.length());
        if (!term.lookingAt()) {
            throw refused();
        }
        position = term.end();
        String name = term.group("name");
        if (name == null) {
            String single = term.group("single");
            return new Expression.Literal(single != null ? single : term.group("double"));
        }
        int variable = names.apply(name).orElseThrow(this::refused);
        String field = term.group("field");
        return field == null
                ? new Expression.Variable(variable)
                : new Expression.Field(variable, attribute(field));
    }

    private Attribute attribute(String field) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.name().toLowerCase(Locale.ROOT).equals(field)) {
                return attribute;
            }
        }
        throw refused();
    }

    private GameException refused() {
        String shown = source.length() <= 80 ? source : source.substring(0, 80) + "…";
        return GameException.unsupported(
                "the grammar evaluates {" + shown + "}, which is outside the Java engine's subset");
    }
}
