/** Rules that hold across all modules, and tests that start the real command as a user does. */
@NullMarked
package io.seedcast.e2e;

import org.jspecify.annotations.NullMarked;
