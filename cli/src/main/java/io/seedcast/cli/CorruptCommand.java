package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.FrostTextures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seedcast corrupt}: images as bad weather, bad lenses and bad channels leave them. */
@Command(
    name = "corrupt",
    headerHeading =
        "Example: seedcast corrupt --in cifar10:data --out corrupted --layout cifar10-c%n%n",
    header =
        "Corrupt images in nineteen ways at five severities, as the benchmark CIFAR-10-C does.")
final class CorruptCommand extends WorkCommand {
  @Mixin CorruptionOptions choice = new CorruptionOptions();

  @Option(
      names = "--in",
      required = true,
      paramLabel = "SOURCE",
      description =
          "images.npy (uint8, N x height x width x 3), a folder of PNG and JPEG files, or the test images of cifar10:DIR, cifar100:DIR, folder:DIR, icons:DIR?held-out=VENDOR, idx:DIR or shapes10.")
  String in = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A new or empty folder for what is made.")
  Path out = Path.of("");

  @Option(
      names = "--layout",
      paramLabel = "NAME",
      description =
          "npy (an array for each corruption and severity), cifar10-c (an array for each corruption) or images (a folder of PNG files for each). Default: images for a folder, else npy.")
  @Nullable String layout;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of all random numbers. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "The classes of the images of --in, labels.npy (integers, N), for a source that has none; of a folder, in the order of its files' paths.")
  @Nullable Path labels;

  @Option(
      names = "--resume",
      description =
          "Add what is missing to what the same command has made in --out; --only and --severity may differ.")
  boolean resume;

  @Override
  Result work() throws IOException {
    List<Corruption> corruptions = choice.corruptions();
    List<Integer> severities = choice.severities();
    CorruptionScale givenScale = choice.scale();
    @Nullable Integer jpeg = choice.jpegQuality();
    CleanImages clean = CleanImages.find(in, labels);
    CorruptionLayout chosen = layout(clean);
    if (chosen == CorruptionLayout.STACKED && severities.size() < Corruption.SEVERITIES) {
      throw new IllegalArgumentException(
          "--layout cifar10-c holds all severities: got --severity " + choice.severity);
    }
    FrostTextures frost = choice.frost(seed);
    CorruptionWork work = new CorruptionWork(clean, seed, givenScale, frost, jpeg);
    work.check(chosen);
    CorruptedFolder folder =
        CorruptedFolder.open(out, work.settings(chosen), commandLine(), resume);
    chosen.writeLabels(work, folder);
    long kept = 0;
    long written = 0;
    long steps = (long) corruptions.size() * severities.size() * clean.count();
    try (ProgressBar bar = Progress.openBar("corrupt", steps)) {
      for (Corruption corruption : corruptions) {
        long start = System.nanoTime();
        int made =
            chosen.write(
                work,
                corruption,
                severities,
                folder,
                done -> {
                  if (bar != null) {
                    bar.stepBy(done);
                  }
                });
        written += made;
        kept += severities.size() - made;
        note(
            String.format(
                Locale.ROOT,
                "%-18s  %d of %s made, %.1f s",
                corruption.id(),
                made,
                Counted.severities(severities.size()),
                (System.nanoTime() - start) / 1e9));
      }
    }
    return result(clean, chosen, corruptions, severities, frost, written, kept);
  }

  private Result result(
      CleanImages clean,
      CorruptionLayout chosen,
      List<Corruption> corruptions,
      List<Integer> severities,
      FrostTextures frost,
      long written,
      long kept) {
    return new Result()
        .with("in", in)
        .with("out", out.toString())
        .with("layout", chosen.id())
        .with("images", clean.count())
        .with("corruptions", corruptions.stream().map(Corruption::id).toList())
        .with("severities", severities)
        .with("seed", seed)
        .with("frost", frost.toString())
        .with("jpeg", choice.jpeg)
        .with("made", written)
        .with("kept", kept)
        .line(
            String.format(
                Locale.ROOT,
                "%s: %s x %s of %s%s",
                out,
                Counted.corruptions(corruptions.size()),
                Counted.severities(severities.size()),
                Counted.images(clean.count()),
                kept == 0 ? "" : String.format(Locale.ROOT, ", %d of them made before", kept)));
  }

  private CorruptionLayout layout(CleanImages clean) {
    if (layout == null) {
      return clean instanceof CleanImages.Pictures
          ? CorruptionLayout.IMAGES
          : CorruptionLayout.SEPARATE;
    }
    return Choices.find("layout", layout, List.of(CorruptionLayout.values()), CorruptionLayout::id);
  }
}
