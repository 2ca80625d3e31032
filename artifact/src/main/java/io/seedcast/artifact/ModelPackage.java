package io.seedcast.artifact;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.SentTensors;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model as it travels: everything that a device needs, and nothing that it can regrow.
 *
 * @param labels names of the classes, one per output of the network
 * @param precision in which the tensors are stored
 * @param sent the tensors of {@link SentTensors#shapes}, in that order, as {@link
 *     SentTensors#require} wants them, and already rounded to the precision (see {@link
 *     Precision#round(NamedTensors)}), so that both sides regrow from the same values
 * @param probe of the network's input and output
 * @param regrownDigest digest of the network that must regrow from {@code sent}, 64 hexadecimal
 *     digits
 * @param provenance how the model came about, free text by name; at most 64 entries
 */
public record ModelPackage(
    Release release,
    Network network,
    List<String> labels,
    Precision precision,
    NamedTensors sent,
    Probe probe,
    String regrownDigest,
    SortedMap<String, String> provenance) {

  private static final int MAX_PROVENANCE_ENTRIES = 64;
  private static final int MAX_TEXT = 4096;

  public ModelPackage {
    labels = List.copyOf(labels);
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    new Digest(regrownDigest);
    if (labels.size() != network.outputShape().elements()) {
      throw new IllegalArgumentException(
          "a package needs one label per output: got "
              + labels.size()
              + " for "
              + network.outputShape().elements());
    }
    labels.forEach(label -> requireShort("a label", label));
    requireProbe(probe, network);
    requireSent(sent, network, precision);
    requireProvenance(provenance);
  }

  private static void requireProbe(Probe probe, Network network) {
    if (!probe.input().equals(network.input())
        || probe.classes() != network.outputShape().elements()) {
      throw new IllegalArgumentException(
          "the probe does not fit the network: got "
              + probe.input()
              + " to "
              + probe.classes()
              + " logits, expected "
              + network.input()
              + " to "
              + network.outputShape().elements());
    }
  }

  private static void requireSent(NamedTensors sent, Network network, Precision precision) {
    Map<String, Shape> shapes = SentTensors.shapes(network);
    if (!List.copyOf(sent.asMap().keySet()).equals(List.copyOf(shapes.keySet()))) {
      throw new IllegalArgumentException(
          "a package holds exactly the tensors that its network needs, in order: got "
              + sent.asMap().keySet()
              + ", expected "
              + shapes.keySet());
    }
    SentTensors.require(network, sent);
    shapes.keySet().stream()
        .filter(name -> !SentTensors.wholeNumbers(network).containsKey(name))
        .forEach(name -> requireRounded(name, sent.get(name), precision));
  }

  private static void requireRounded(String name, FloatTensor tensor, Precision precision) {
    for (float value : tensor.values()) {
      if (precision.round(value) != value) {
        throw new IllegalArgumentException(
            "tensor \"" + name + "\" must hold " + precision.id() + " values: got " + value);
      }
    }
  }

  private static void requireProvenance(Map<String, String> provenance) {
    if (provenance.size() > MAX_PROVENANCE_ENTRIES) {
      throw new IllegalArgumentException(
          "provenance has at most "
              + MAX_PROVENANCE_ENTRIES
              + " entries: got "
              + provenance.size());
    }
    provenance.forEach(
        (name, text) -> {
          requireShort("a name in provenance", name);
          requireShort("provenance \"" + name + "\"", text);
        });
  }

  private static void requireShort(String what, String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          what + " has at most " + MAX_TEXT + " characters: got " + text.length());
    }
  }
}
