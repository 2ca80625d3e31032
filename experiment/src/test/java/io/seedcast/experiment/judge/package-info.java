/** Tests of the judging of images, and of what is kept of it. */
@NullMarked
package io.seedcast.experiment.judge;

import org.jspecify.annotations.NullMarked;
