package io.seedcast.train;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.train.TrainingGraph.Outputs;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Stagewise distillation from a trained network of the same architecture, which stays in evaluation
 * mode: to the cross-entropy with the labels it adds {@code softWeight} times the cross-entropy
 * with the teacher's softmax (temperature 1) and {@code featureWeight} times the mean squared
 * difference of the outputs at each tap.
 *
 * <p>Source: MonoCNN, section 3.3; weights and element-wise means from its code.
 *
 * @param teacher its taps must have the student's shapes
 * @param tensors the teacher's learned tensors and statistics
 * @param softWeight at least 0, at most the largest float32
 * @param featureWeight at least 0, at most the largest float32
 */
public record Distillation(
    Network teacher, NamedTensors tensors, double softWeight, double featureWeight) {

  /** The weights of the authors' code. */
  public static final double DEFAULT_SOFT_WEIGHT = 0.4;

  /** The weights of the authors' code. */
  public static final double DEFAULT_FEATURE_WEIGHT = 0.1;

  public Distillation {
    if (!isWeight(softWeight) || !isWeight(featureWeight)) {
      throw new IllegalArgumentException(
          "distillation weights must be 0 to "
              + Float.MAX_VALUE
              + ": got "
              + softWeight
              + " and "
              + featureWeight);
    }
  }

  private static boolean isWeight(double value) {
    return value >= 0 && value <= Float.MAX_VALUE;
  }

  /**
   * Returns what distillation adds to the loss, a scalar in the current scope, differentiable by
   * the student's outputs.
   *
   * @param student outputs for the same images as the teacher's
   * @param target the teacher's outputs, constants
   */
  Tensor loss(Outputs student, Outputs target) {
    long count = student.logits().size(0);
    Tensor loss =
        torch
            .softmax(target.logits(), 1)
            .mul(torch.log_softmax(student.logits(), 1))
            .sum()
            .mul(new Scalar(-softWeight / count));
    for (int i = 0; i < student.taps().size(); i++) {
      Tensor difference =
          torch.mse_loss(
              student.taps().get(i).to(ScalarType.Float),
              target.taps().get(i).to(ScalarType.Float));
      loss = loss.add(difference.mul(new Scalar(featureWeight)));
    }
    return loss;
  }

  /**
   * Checks that a student can learn from this teacher.
   *
   * @throws IllegalArgumentException if inputs, outputs or taps differ
   */
  public void requireFits(Network student) {
    requireFits(teacher, student);
  }

  /**
   * Checks that a student can learn from a teacher.
   *
   * @throws IllegalArgumentException if inputs, outputs or taps differ
   */
  public static void requireFits(Network teacher, Network student) {
    var teacherShapes = teacher.shapes();
    var studentShapes = student.shapes();
    if (!teacher.input().equals(student.input())
        || !teacher.outputShape().equals(student.outputShape())) {
      throw new IllegalArgumentException(
          "teacher and student must take and give the same shapes: got "
              + teacher.input()
              + " to "
              + teacher.outputShape()
              + " and "
              + student.input()
              + " to "
              + student.outputShape());
    }
    if (!teacher.taps().stream()
        .map(teacherShapes::get)
        .toList()
        .equals(student.taps().stream().map(studentShapes::get).toList())) {
      throw new IllegalArgumentException(
          "teacher and student must have the same stages: got "
              + teacher.architecture()
              + " and "
              + student.architecture()
              + " of other widths or depths");
    }
  }
}
