/**
 * What a game says: texts derived from TextWorld's parsed grammar and from the facts of a state.
 *
 * <p>Start at {@link io.oreo.alfworld.text.Narrator}, which derives the text of a symbol as
 * TextWorld's context-sensitive grammar does. {@link io.oreo.alfworld.text.Grammar} holds rules and
 * {@link io.oreo.alfworld.text.Symbol}s, {@link io.oreo.alfworld.text.FactTable} the facts that can
 * ever be stored, {@link io.oreo.alfworld.text.GrammarCompiler} makes the grammar from what Python
 * parsed.
 *
 * <p>This room knows no particular game: every word comes from the grammar and the names. It never
 * evaluates code; an expression outside a small subset is refused by name with a {@link
 * io.oreo.alfworld.planning.GameException}.
 *
 * <p>Invariant: TextWorld's own fact store is imitated, not the true state. A fact {@code not_x}
 * exists only after an effect wrote it, and conditional effects are stored even when their
 * condition fails.
 */
@NullMarked
package io.oreo.alfworld.text;

import org.jspecify.annotations.NullMarked;
