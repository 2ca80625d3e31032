/**
 * Adversarial examples: {@link io.seedcast.train.attack.AttackEvaluation} measures what a network
 * is worth under {@link io.seedcast.train.attack.Attack}s, {@link
 * io.seedcast.train.attack.AdversarialTraining} makes the examples that one is trained on.
 *
 * <p>An evaluation that was interrupted goes on with what its {@link
 * io.seedcast.train.attack.AttackMemory} has kept.
 *
 * <p>A network is no more here than an {@link io.seedcast.train.attack.AttackedNetwork}: logits,
 * and the gradient of the loss by the image. How it is computed, and where it comes from, is not
 * known to this package.
 */
@NullMarked
package io.seedcast.train.attack;

import org.jspecify.annotations.NullMarked;
