package io.oreo.alfworld.game;

import io.oreo.alfworld.text.Entity;
import io.oreo.alfworld.text.Expression;
import io.oreo.alfworld.text.Grammar;
import io.oreo.alfworld.text.Symbol;
import io.oreo.alfworld.text.Symbol.Placeholder;
import io.oreo.alfworld.text.Symbol.Predicate;
import io.oreo.alfworld.text.Symbol.Query;
import io.oreo.alfworld.text.Symbol.Range;
import io.oreo.alfworld.text.Symbol.Separators;
import java.util.List;

/** Writes and reads a {@link Grammar}: a tag for each kind of symbol, then its parts. */
final class GrammarCodec {

    private GrammarCodec() {}

    static void write(Grammar grammar, ByteWriter out) {
        out.list(
                grammar.rules(),
                rule -> {
                    out.text(rule.name());
                    out.list(
                            rule.alternatives(),
                            alternative -> {
                                write(alternative.condition(), out);
                                write(alternative.symbols(), out);
                            });
                });
        out.list(
                grammar.actions(),
                action -> {
                    out.text(action.name());
                    out.list(action.parameters(), placeholder -> write(placeholder, out));
                    write(action.command(), out);
                    write(action.feedback(), out);
                });
        out.number(grammar.intro());
        out.number(grammar.slots());
        out.number(grammar.names());
    }

    static Grammar read(ByteReader in) {
        return new Grammar(
                in.list(
                        () ->
                                new Grammar.Rule(
                                        in.text(),
                                        in.list(
                                                () ->
                                                        new Grammar.Alternative(
                                                                query(in), symbols(in))))),
                in.list(
                        () ->
                                new Grammar.Action(
                                        in.text(),
                                        in.list(() -> placeholder(in)),
                                        symbols(in),
                                        symbols(in))),
                in.number(),
                in.number(),
                in.number());
    }

    private static void write(List<Symbol> symbols, ByteWriter out) {
        out.list(symbols, symbol -> write(symbol, out));
    }

    private static List<Symbol> symbols(ByteReader in) {
        return in.list(() -> symbol(in));
    }

    private static void write(Symbol symbol, ByteWriter out) {
        switch (symbol) {
            case Symbol.Text text -> {
                out.number(0);
                out.text(text.text());
            }
            case Symbol.Reference reference -> {
                out.number(1);
                out.number(reference.rule());
            }
            case Symbol.Value value -> {
                out.number(2);
                write(value.expression(), out);
            }
            case Symbol.Each each -> {
                out.number(3);
                write(each.symbol(), out);
                write(each.query(), out);
            }
            case Symbol.Listing listing -> {
                out.number(4);
                write(listing.symbol(), out);
                write(listing.query(), out);
                out.number(listing.separators().empty());
                out.number(listing.separators().between());
                out.number(listing.separators().last());
            }
        }
    }

    private static Symbol symbol(ByteReader in) {
        return switch (in.number()) {
            case 0 -> new Symbol.Text(in.text());
            case 1 -> new Symbol.Reference(in.number());
            case 2 -> new Symbol.Value(expression(in));
            case 3 -> new Symbol.Each(symbol(in), query(in));
            case 4 ->
                    new Symbol.Listing(
                            symbol(in),
                            query(in),
                            new Separators(in.number(), in.number(), in.number()));
            default -> throw ByteReader.damaged();
        };
    }

    private static void write(Expression expression, ByteWriter out) {
        switch (expression) {
            case Expression.Variable variable -> {
                out.number(0);
                out.number(variable.name());
            }
            case Expression.Field field -> {
                out.number(1);
                out.number(field.name());
                out.text(field.attribute().name());
            }
            case Expression.Literal literal -> {
                out.number(2);
                out.text(literal.text());
            }
            case Expression.Joined joined -> {
                out.number(3);
                out.list(joined.parts(), part -> write(part, out));
            }
            case Expression.FirstOf first -> {
                out.number(4);
                out.list(first.parts(), part -> write(part, out));
            }
        }
    }

    private static Expression expression(ByteReader in) {
        return switch (in.number()) {
            case 0 -> new Expression.Variable(in.number());
            case 1 -> new Expression.Field(in.number(), attribute(in.text()));
            case 2 -> new Expression.Literal(in.text());
            case 3 -> new Expression.Joined(in.list(() -> expression(in)));
            case 4 -> new Expression.FirstOf(in.list(() -> expression(in)));
            default -> throw ByteReader.damaged();
        };
    }

    private static Entity.Attribute attribute(String name) {
        for (Entity.Attribute attribute : Entity.Attribute.values()) {
            if (attribute.name().equals(name)) {
                return attribute;
            }
        }
        throw ByteReader.damaged();
    }

    private static void write(Query query, ByteWriter out) {
        out.list(
                query.predicates(),
                predicate -> {
                    out.list(
                            predicate.ranges(),
                            range -> {
                                out.number(range.from());
                                out.number(range.to());
                            });
                    out.list(predicate.arguments(), placeholder -> write(placeholder, out));
                });
    }

    private static Query query(ByteReader in) {
        return new Query(
                in.list(
                        () ->
                                new Predicate(
                                        in.list(() -> new Range(in.number(), in.number())),
                                        in.list(() -> placeholder(in)))));
    }

    private static void write(Placeholder placeholder, ByteWriter out) {
        out.number(placeholder.slot());
        out.number(placeholder.name());
    }

    private static Placeholder placeholder(ByteReader in) {
        return new Placeholder(in.number(), in.number());
    }
}
