/**
 * What critics and policies say of the states of finished attempts, and how well it tells correct
 * from incorrect: explicit value against implicit value (paper, section 5; docs/METHOD.md, section
 * 7).
 *
 * <p>Start at {@link io.oreo.evaluation.probe.Probe}, the data: attempts with one number per state
 * from each source. {@link io.oreo.evaluation.probe.ProbeFigures} is pure arithmetic over it: ranks
 * by position, the change over the first incorrect step, the residual of the soft Bellman equation.
 *
 * <p>This room knows nothing of models, workers or reports; who asks the models is in {@code
 * schedule}.
 *
 * <p>Invariants: all sources of an attempt speak of the same states; an implicit value is a sum of
 * log-ratios, without its beta, so that it ranks whatever the beta is.
 */
@NullMarked
package io.oreo.evaluation.probe;

import org.jspecify.annotations.NullMarked;
