/**
 * What is known of training methods: a catalogue that the worker makes of its Python classes.
 *
 * <p>Start with {@link io.oreo.method.MethodDescription}; {@link io.oreo.method.MethodCatalogue} is
 * where descriptions come from, a file that set-up made or a Python process.
 *
 * <p>What always holds: a method is one Python file, and nothing in Java names one. Everything that
 * the orchestrator does with a method, the check of a run file, the choice of its data, the
 * estimate, follows from its description.
 *
 * <p>The room knows neither settings nor workers, and starts no process; {@code worker.process} has
 * the catalogue that does.
 */
@NullMarked
package io.oreo.method;

import org.jspecify.annotations.NullMarked;
