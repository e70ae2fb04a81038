/**
 * What a run will take, from its settings alone, before anything starts.
 *
 * <p>Start at {@link io.oreo.app.estimate.Estimate}; {@link io.oreo.app.estimate.ModelSize} counts
 * parameters from a Hugging Face configuration.
 *
 * <p>This room reads no data and starts no worker. Its figures are upper bounds and say so: every
 * sequence is taken to be as long as it may be.
 *
 * <p>Invariants: equal settings give equal figures; what cannot be known beforehand is called
 * unknown, never guessed.
 *
 * <p>Every number is an estimate and says so; nothing depends on it.
 */
@NullMarked
package io.oreo.app.estimate;

import org.jspecify.annotations.NullMarked;
