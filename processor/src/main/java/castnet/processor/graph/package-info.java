/**
 * The intermediate representation: immutable records, a closed set of ops, typed values. Imports {@code finding} for origins
 * and nothing of {@code javax.lang.model}.
 */
@NullMarked
package castnet.processor.graph;

import org.jspecify.annotations.NullMarked;
