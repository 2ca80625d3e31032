/**
 * Where datasets come from: {@link io.seedcast.vision.source.DataSource} names one, reads its files
 * and verifies them.
 */
@NullMarked
package io.seedcast.vision.source;

import org.jspecify.annotations.NullMarked;
