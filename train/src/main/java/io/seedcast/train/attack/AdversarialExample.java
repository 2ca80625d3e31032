package io.seedcast.train.attack;

import io.seedcast.core.network.FloatTensor;

/**
 * An image that was moved a little and is now classified wrongly.
 *
 * @param image place of the original among the attacked images
 * @param label its class
 * @param prediction the class the network now tells
 * @param change root mean square over the values' moves, on [0, 1]
 * @param pixels (C, H, W), on [0, 1]
 */
public record AdversarialExample(
    int image, int label, int prediction, double change, FloatTensor pixels) {}
