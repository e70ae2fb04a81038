/**
 * When things happen: the life of a run as a table, its memory as an append-only event log.
 *
 * <p>Start at {@link io.oreo.schedule.IterationTable}, then {@link io.oreo.schedule.Runner}: it
 * asks the {@link io.oreo.schedule.RunState}, which is a fold of the log, what comes next, and lets
 * one {@link io.oreo.schedule.Phase} do it.
 *
 * <p>This room knows the order of things and none of the details: how a batch is planned, a policy
 * searched or an answer graded is said elsewhere. It starts no process and reads no configuration.
 *
 * <p>Invariants: nothing but the log remembers where a run is; an event and the rows it speaks of
 * are committed together, and only after the files it names are on disk; the same log always leads
 * to the same next step, so a killed run ends with the digest of an undisturbed one.
 */
@NullMarked
package io.oreo.schedule;

import org.jspecify.annotations.NullMarked;
