package io.seedcast.vision.style;

/**
 * Who drew a picture, and of what.
 *
 * @param vendor position among the vendors
 * @param symbol what it shows, as code points do; pictures of one class and symbol show the same
 */
public record StyledPicture(int vendor, String symbol) {}
