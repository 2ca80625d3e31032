package io.seedcast.experiment.judge;

import io.seedcast.vision.corruption.Corruption;

/**
 * An image that a network gets right as it is, and wrong when it is corrupted.
 *
 * @param image its place in the sample
 * @param wrong how many of the corrupted ones are wrong
 * @param of how many there are
 * @param corruption of one of the wrong ones of the lowest severity
 * @param severity of the same
 * @param prediction the class that it is taken for there
 */
public record WorstCase(
    int image, int wrong, int of, Corruption corruption, int severity, int prediction) {}
