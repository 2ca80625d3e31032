/**
 * What networks make of images: {@link io.seedcast.experiment.judge.JudgedModel} answers, {@link
 * io.seedcast.experiment.judge.CorruptedTest} asks it about test images as they are and corrupted,
 * and {@link io.seedcast.experiment.judge.FinishedCells} keeps the answers; {@link
 * io.seedcast.experiment.judge.FinishedAttacks} keeps what attacks on a network have done.
 */
@NullMarked
package io.seedcast.experiment.judge;

import org.jspecify.annotations.NullMarked;
