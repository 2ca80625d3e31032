package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.source.LabelledPictures.LabelledFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads image files from {@code train/CLASS} and {@code test/CLASS}. Classes and files come in the
 * order of their names, by UTF-16 code unit; names that begin with a dot and files without an
 * image's ending are passed over.
 */
final class FolderReader {
  private final Path folder;
  private final LabelledPictures pictures;

  private FolderReader(Path folder, @Nullable ImageSize resizeTo) {
    this.folder = folder;
    this.pictures = new LabelledPictures("folder", folder, resizeTo);
  }

  static FolderReader open(Path folder, @Nullable ImageSize resizeTo) {
    SourceFiles.requireFolder(folder);
    return new FolderReader(folder, resizeTo);
  }

  Dataset readAll() {
    List<String> classNames = classNames("train");
    List<LabelledFile> trainFiles = files("train", classNames);
    List<LabelledFile> testFiles = files("test", classNames);
    ImageSize size = pictures.size(trainFiles);
    return new Dataset(
        name(), classNames, pictures.read(trainFiles, size), pictures.read(testFiles, size));
  }

  /** Classes are those of the training images if there are any: the test images may lack one. */
  Dataset readTest() {
    boolean hasTrain = Files.isDirectory(folder.resolve("train"));
    List<String> classNames = classNames(hasTrain ? "train" : "test");
    List<LabelledFile> testFiles = files("test", classNames);
    Images test = pictures.read(testFiles, pictures.size(testFiles));
    return new Dataset(name(), classNames, Images.builder(0, test.size()).build(), test);
  }

  private String name() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "folder" : name.toString();
  }

  private List<String> classNames(String split) {
    Path splitFolder = folder.resolve(split);
    if (!Files.isDirectory(splitFolder)) {
      throw new DataException(
          Reason.MISSING,
          splitFolder + ": there is no such folder; images are expected in " + split + "/CLASS");
    }
    List<String> names = SourceFiles.names(splitFolder, Files::isDirectory);
    if (names.size() < 2) {
      throw new DataException(
          Reason.MISSING,
          splitFolder + ": expected one folder per class and at least 2 classes: got " + names);
    }
    return names;
  }

  private List<LabelledFile> files(String split, List<String> classNames) {
    List<String> found = classNames(split);
    for (String name : found) {
      if (!classNames.contains(name)) {
        throw new DataException(
            Reason.MISLABELLED,
            "%s: the class \"%s\" has no folder in train; the classes are %s"
                .formatted(folder.resolve(split).resolve(name), name, classNames));
      }
    }
    List<LabelledFile> files = new ArrayList<>();
    for (String name : found) {
      Path classFolder = folder.resolve(split).resolve(name);
      List<String> fileNames = SourceFiles.names(classFolder, SourceFiles::isImage);
      if (fileNames.isEmpty()) {
        throw new DataException(
            Reason.MISSING,
            classFolder
                + ": no image in this class; files ending in .png, .jpg and .jpeg are read");
      }
      for (String fileName : fileNames) {
        files.add(new LabelledFile(classFolder.resolve(fileName), classNames.indexOf(name)));
      }
    }
    return files;
  }
}
