/** Tests of experiments: real trainings that take a second, and what is written of them. */
@NullMarked
package io.seedcast.experiment;

import org.jspecify.annotations.NullMarked;
