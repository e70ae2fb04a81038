/**
 * The commands {@code ./oreo alfworld …}.
 *
 * <p>Start at {@link io.oreo.alfworld.cli.AlfworldCommands}, which the app mounts beside its own
 * verbs: check, prepare, generate, play, replay, bench and fetch, one class each. {@link
 * io.oreo.alfworld.cli.Games} holds the options that they share and opens environments; {@link
 * io.oreo.alfworld.cli.AlfworldMain} runs the same commands in a JVM of its own.
 *
 * <p>This room knows terminals and files; how games are prepared and played is decided elsewhere.
 *
 * <p>Invariants: results go to standard output or the named file, progress and complaints to
 * standard error; exit status 0 is success, 1 a failure with one clear sentence, 2 wrong usage;
 * classes of GraalPy are loaded only by commands that need Python.
 */
@NullMarked
package io.oreo.alfworld.cli;

import org.jspecify.annotations.NullMarked;
