/**
 * Training with PyTorch: {@link io.seedcast.train.Trainer} fits a network's learned tensors to a
 * dataset by a {@link io.seedcast.train.Recipe} and leaves a {@link io.seedcast.train.RunFolder},
 * from which an interrupted run continues.
 *
 * <p>{@link io.seedcast.train.TrainedClassifier} asks a trained network; adversarial examples are
 * the matter of {@link io.seedcast.train.attack}, which knows nothing of this package.
 *
 * <p>{@link io.seedcast.train.TrainingGraph} interprets a network's description into libtorch
 * operations; generated filters are differentiable expressions of their seed filters, drawn values
 * are constants.
 */
@NullMarked
package io.seedcast.train;

import org.jspecify.annotations.NullMarked;
