/** A declared graph and its weights become an ONNX model. */
@NullMarked
package castnet.tools.onnx.exporter;

import org.jspecify.annotations.NullMarked;
