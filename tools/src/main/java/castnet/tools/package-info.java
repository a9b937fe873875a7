/** The command line: a thin layer over the runtime's public API. */
@NullMarked
package castnet.tools;

import org.jspecify.annotations.NullMarked;
