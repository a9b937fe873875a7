/** The pictures and pages that the command line writes: self-contained HTML with inline SVG. Imports the JDK and the compiler's own pictures only. */
@NullMarked
package castnet.tools.report;

import org.jspecify.annotations.NullMarked;
