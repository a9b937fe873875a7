/** The points of a sweep: their table, and those of them that are compiled to be measured. */
@NullMarked
package castnet.tools.search;

import org.jspecify.annotations.NullMarked;
