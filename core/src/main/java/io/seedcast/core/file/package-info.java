/**
 * Writing files so that a partial write can never look whole: {@link
 * io.seedcast.core.file.AtomicFile}.
 */
@NullMarked
package io.seedcast.core.file;

import org.jspecify.annotations.NullMarked;
