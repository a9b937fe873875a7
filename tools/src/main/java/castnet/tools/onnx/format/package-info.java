/** ONNX files as records: the few protobuf messages that hold a network, read and written on the wire. Imports the JDK only. */
@NullMarked
package castnet.tools.onnx.format;

import org.jspecify.annotations.NullMarked;
