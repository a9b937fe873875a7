/**
 * Reads what users wrote: annotated interfaces to declarations, declarations to graphs. The only reader of
 * {@code javax.lang.model}; everything that leaves it is plain data with opaque origins. Imports {@code graph} and
 * {@code finding}.
 */
@NullMarked
package castnet.processor.declaration;

import org.jspecify.annotations.NullMarked;
