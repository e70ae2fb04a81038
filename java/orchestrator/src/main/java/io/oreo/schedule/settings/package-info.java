/**
 * Every number of an experiment, typed: what a run file says after defaults, file and command line
 * were laid over each other.
 *
 * <p>Start at {@link io.oreo.schedule.settings.RunSettings}. One record a table of the run file; a
 * record's components are the keys of its table in snake case.
 *
 * <p>This room reads no file and knows no TOML; {@code app.config} does. It starts nothing.
 *
 * <p>Invariants: settings are plain data and can be written back as a run file; {@link
 * io.oreo.schedule.settings.RunSettings#problems()} lists everything that is wrong with them at
 * once, each with the key and how to mend it.
 */
@NullMarked
package io.oreo.schedule.settings;

import org.jspecify.annotations.NullMarked;
