package io.oreo.alfworld.text;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.oreo.alfworld.text.Entity.Attribute;
import java.util.List;

/**
 * The subset of Python expressions that grammars of such games use; evaluated by us, never by
 * Python.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
public sealed interface Expression {

    /** {@code x}: the name of the entity that the variable stands for. */
    record Variable(int name) implements Expression {}

    /** {@code x.attribute}. */
    record Field(int name, Attribute attribute) implements Expression {}

    /** A string in quotes. */
    record Literal(String text) implements Expression {}

    /** {@code a + b + …}: strings only. */
    record Joined(List<Expression> parts) implements Expression {
        public Joined {
            parts = List.copyOf(parts);
        }
    }

    /** {@code a or b or …}: the first that is not an empty string, else the last. */
    record FirstOf(List<Expression> parts) implements Expression {
        public FirstOf {
            parts = List.copyOf(parts);
        }
    }
}
