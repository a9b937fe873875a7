/** Tests of ONNX's reader, writer, exporter and importer. */
@NullMarked
package castnet.tools.onnx;

import org.jspecify.annotations.NullMarked;
