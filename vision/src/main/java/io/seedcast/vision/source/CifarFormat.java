package io.seedcast.vision.source;

import io.seedcast.vision.ImageSize;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two binary CIFAR formats.
 *
 * <p>A file is a sequence of records without header: one label byte (CIFAR-10) or two, the coarse
 * and the fine label (CIFAR-100, of which the fine one is used); then 3072 bytes of pixels, layout
 * (C, H, W), red, green, blue.
 *
 * <p>Source: A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009, and the
 * format notes on the dataset's page.
 *
 * @param title the name in messages
 * @param kind the name in a data source
 * @param folderName the folder in the published archive
 * @param labelBytes 1, or 2 if a coarse label comes first
 * @param trainFiles the files of training images, in order
 * @param testFile the file of test images
 * @param namesFile the file with one class name per line, which may be absent
 * @param classNames the published class names
 */
record CifarFormat(
    String title,
    String kind,
    String folderName,
    int labelBytes,
    List<String> trainFiles,
    String testFile,
    String namesFile,
    List<String> classNames) {
  static final ImageSize IMAGE_SIZE = new ImageSize(3, 32, 32);
  static final int COARSE_CLASSES = 20;

  static final CifarFormat CIFAR10 =
      new CifarFormat(
          "CIFAR-10",
          "cifar10",
          "cifar-10-batches-bin",
          1,
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin"),
          "test_batch.bin",
          "batches.meta.txt",
          words(
              """
      airplane automobile bird cat deer dog frog horse ship truck
      """));

  static final CifarFormat CIFAR100 =
      new CifarFormat(
          "CIFAR-100",
          "cifar100",
          "cifar-100-binary",
          2,
          List.of("train.bin"),
          "test.bin",
          "fine_label_names.txt",
          words(
              """
      apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle
      caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant
      flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man
      maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree
      plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper
      snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train
      trout tulip turtle wardrobe whale willow_tree wolf woman worm
      """));

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  int recordBytes() {
    return labelBytes + IMAGE_SIZE.bytes();
  }

  boolean hasCoarseLabel() {
    return labelBytes == 2;
  }

  List<String> allFiles() {
    return Stream.concat(trainFiles.stream(), Stream.of(testFile)).toList();
  }

  CifarFormat other() {
    return hasCoarseLabel() ? CIFAR10 : CIFAR100;
  }
}
