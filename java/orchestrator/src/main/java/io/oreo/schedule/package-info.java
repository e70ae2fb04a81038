/**
 * When things happen: who carries a run on from wherever its log says it is.
 *
 * <p>Start at {@link io.oreo.schedule.Runner}: it asks the {@link io.oreo.run.RunState} what comes
 * next and lets one {@link io.oreo.schedule.Phase} do it. A phase takes the parts of the {@link
 * io.oreo.schedule.RunContext} that it uses: the plan, the journal, the workers, the listener.
 *
 * <p>This room knows the order of things and none of the details: how a batch is planned, a policy
 * searched or an answer graded is said elsewhere. It starts no process and reads no configuration.
 *
 * <p>Invariants: a phase appends what it did and returns when the run is in another stage; the same
 * log always leads to the same next step, so a killed run ends with the digest of an undisturbed
 * one.
 */
@NullMarked
package io.oreo.schedule;

import org.jspecify.annotations.NullMarked;
