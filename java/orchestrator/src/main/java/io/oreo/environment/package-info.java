/**
 * The port to interactive tasks: an environment opens games, an episode plays one.
 *
 * <p>Start at {@link io.oreo.environment.Episode}, which is what a solver holds: it keeps the rules
 * of an honest evaluation (success is latched; the episode ends at the first of won, step limit and
 * error) over a {@link io.oreo.environment.Session}, which an {@link
 * io.oreo.environment.Environment} provides. A session whose environment can do so forks, so that
 * lookahead is exact. A {@link io.oreo.environment.Transcript} says how a policy reads it.
 *
 * <p>This room knows no particular task, no policy and no files. A failure of a game or of what
 * plays it is an {@link io.oreo.environment.EnvironmentException}; an episode turns that of one
 * game into data. A {@link io.oreo.environment.HostedEnvironment} is anyone's, behind an address.
 *
 * <p>Invariants: a session belongs to one thread at a time and is closed exactly once, which gives
 * back whatever it leased; only texts and records cross this port.
 */
@NullMarked
package io.oreo.environment;

import org.jspecify.annotations.NullMarked;
