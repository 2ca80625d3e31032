/**
 * Runs regrown networks with ONNX Runtime: {@link io.seedcast.onnx.InferenceSession} opens one in
 * memory, without a file, and {@link io.seedcast.onnx.OnnxExport} writes one as an ONNX file that
 * any ONNX runtime reads.
 */
@NullMarked
package io.seedcast.onnx;

import org.jspecify.annotations.NullMarked;
