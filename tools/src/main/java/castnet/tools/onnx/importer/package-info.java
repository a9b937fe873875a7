/** An ONNX model becomes the annotated Java declaration of a network, and weights with the matching keys. */
@NullMarked
package castnet.tools.onnx.importer;

import org.jspecify.annotations.NullMarked;
