/** Tests of tables, charts and pages. */
@NullMarked
package io.seedcast.experiment.report;

import org.jspecify.annotations.NullMarked;
