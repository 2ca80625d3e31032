/**
 * Writing files so that a partial write can never look whole, {@link
 * io.seedcast.core.file.AtomicFile}, and folders with one writer at a time, {@link
 * io.seedcast.core.file.FolderLock}.
 */
@NullMarked
package io.seedcast.core.file;

import org.jspecify.annotations.NullMarked;
