/**
 * The {@code seedcast} command: {@link io.seedcast.cli.Seedcast} with one class per command.
 * Results go to standard output, everything else to standard error.
 */
@NullMarked
package io.seedcast.cli;

import org.jspecify.annotations.NullMarked;
