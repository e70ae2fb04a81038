/**
 * The arithmetic of comparing: intervals, paired tests, corrections, and how well a value ranks and
 * predicts. Pure functions of numbers.
 *
 * <p>Start at {@link io.oreo.evaluation.statistics.PairedComparison}: two results on the same
 * problems. Where something is drawn at random (a bootstrap), the caller gives the seed.
 *
 * <p>This room knows nothing of models, tasks or files.
 *
 * <p>Invariants: a resampling draws problems, never single attempts, for attempts at one problem
 * are not independent; a p-value is two-sided.
 *
 * <p>A figure that cannot be computed (no pair, no problem) is not a number; it is never zero.
 */
@NullMarked
package io.oreo.evaluation.statistics;

import org.jspecify.annotations.NullMarked;
