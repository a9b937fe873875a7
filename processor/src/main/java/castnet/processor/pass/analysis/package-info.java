/** Facts about a graph, as pure functions of it: cost, and how much of each value is read. Imports {@code graph}. */
@NullMarked
package castnet.processor.pass.analysis;

import org.jspecify.annotations.NullMarked;
