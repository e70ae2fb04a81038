/**
 * What came out, as numbers and in sentences: of one run, or of runs with several seeds.
 *
 * <p>Start at {@link io.oreo.evaluation.figures.Figures}: it works a {@link
 * io.oreo.evaluation.figures.ReportInput} out, a {@link io.oreo.evaluation.figures.Line} for each
 * evaluation, {@link io.oreo.evaluation.figures.Pairs} for the comparisons, a {@link
 * io.oreo.evaluation.figures.CriticLine} for each critic. {@link
 * io.oreo.evaluation.figures.Sentences} says what they show and what they do not.
 *
 * <p>This room draws nothing and writes no file. A run is a comparison with one seed, so there is
 * one set of figures for both.
 */
@NullMarked
package io.oreo.evaluation.figures;

import org.jspecify.annotations.NullMarked;
