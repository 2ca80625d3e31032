/**
 * What can go wrong for a correct caller: {@link io.seedcast.core.failure.SeedcastException}, with
 * a stable code that the command line, HTTP and reports share. Misuse is an {@link
 * java.lang.IllegalArgumentException} or {@link java.lang.IllegalStateException} instead. {@link
 * io.seedcast.core.failure.Choices} words the refusal of an unknown name.
 */
@NullMarked
package io.seedcast.core.failure;

import org.jspecify.annotations.NullMarked;
