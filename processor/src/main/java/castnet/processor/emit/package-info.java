/** Prints plans as Java source, summaries and indices; the only user of JavaPoet. Computes no number. Imports {@code plan} and {@code graph}. */
@NullMarked
package castnet.processor.emit;

import org.jspecify.annotations.NullMarked;
