/** The pictures and pages that the command line writes: self-contained HTML with inline SVG. Imports the JDK only. */
@NullMarked
package castnet.tools.report;

import org.jspecify.annotations.NullMarked;
