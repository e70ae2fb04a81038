/**
 * What all verbs share.
 *
 * <p>{@link io.oreo.app.cli.verb.Verb} knows the project's folder and where output goes; {@link
 * io.oreo.app.cli.verb.ExitStatus} names what a verb ends with; {@link
 * io.oreo.app.cli.verb.ModelFolder} looks into the folder of a model that a verb is given; {@link
 * io.oreo.app.cli.verb.Shell} writes the commands of hints.
 *
 * <p>This room knows no verb, no run and no data.
 *
 * <p>Invariant: a verb writes by {@code out()} and {@code err()}, never to the terminal itself, so
 * that a test reads what a person would; a folder that cannot be used is refused before any work
 * begins.
 */
@NullMarked
package io.oreo.app.cli.verb;

import org.jspecify.annotations.NullMarked;
