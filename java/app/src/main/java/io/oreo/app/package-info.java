/** The main program. */
@NullMarked
package io.oreo.app;

import org.jspecify.annotations.NullMarked;
