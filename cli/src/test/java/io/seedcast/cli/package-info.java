/** Tests of the command line: what is accepted, what is refused, and what is printed where. */
@NullMarked
package io.seedcast.cli;

import org.jspecify.annotations.NullMarked;
