/**
 * What critics and policies say of the states of finished attempts, and how well it tells right
 * from wrong: explicit value against implicit value (paper, section 5; oreo.md, section 7).
 *
 * <p>Start at {@link io.oreo.evaluation.probe.Probe}, the data, and {@link
 * io.oreo.evaluation.probe.ProbeFigures}, pure arithmetic over it.
 */
@NullMarked
package io.oreo.evaluation.probe;

import org.jspecify.annotations.NullMarked;
