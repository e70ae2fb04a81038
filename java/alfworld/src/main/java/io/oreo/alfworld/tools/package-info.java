/**
 * What is done with games beside playing them for a run.
 *
 * <p>{@link io.oreo.alfworld.tools.Preparation} prepares the games of a folder, several at once;
 * {@link io.oreo.alfworld.tools.GameCheck} says whether they are the release that they should be;
 * {@link io.oreo.alfworld.tools.Benchmark} plays what CPython recorded, compares every observation
 * and measures; {@link io.oreo.alfworld.tools.Hints} tells a person what to play next.
 *
 * <p>The engine knows none of them; commands of {@code cli} call them. They know no terminal: what
 * they find is a record with a text for a person, and progress goes to whoever listens.
 *
 * <p>Invariant: they play and prepare by the engine's own door, so what they find holds for runs.
 */
@NullMarked
package io.oreo.alfworld.tools;

import org.jspecify.annotations.NullMarked;
