/**
 * From a run file to typed settings and back.
 *
 * <p>Start at {@link io.oreo.app.config.RunConfiguration}: defaults, the run file and the command
 * line's {@code --set key=value} are laid over each other, checked, and bound to {@link
 * io.oreo.schedule.settings.RunSettings}. The resource {@code defaults.toml} holds every key with a
 * comment and is the reference of keys.
 *
 * <p>This room knows TOML and nothing of what the numbers are for; which values make sense together
 * is said by the settings themselves. It starts nothing and writes no file.
 *
 * <p>Invariants: a key is a record component in snake case, nothing else is a key; every key has a
 * default; all that is wrong is said at once, each with its place and the key that was probably
 * meant; settings written as TOML and read again are equal.
 */
@NullMarked
package io.oreo.app.config;

import org.jspecify.annotations.NullMarked;
