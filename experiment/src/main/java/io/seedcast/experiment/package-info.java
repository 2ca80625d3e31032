/**
 * The papers' tables and figures, each from one command.
 *
 * <p>An {@link io.seedcast.experiment.Experiment} is a short file that says which networks are
 * trained and what is shown; a {@link io.seedcast.experiment.Scale} says how much of that is done.
 * {@link io.seedcast.experiment.ExperimentRunner} trains what its folder does not hold yet and
 * writes table, plots and page.
 */
@NullMarked
package io.seedcast.experiment;

import org.jspecify.annotations.NullMarked;
