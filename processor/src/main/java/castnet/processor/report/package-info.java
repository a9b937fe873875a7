/** Networks as pictures, self-contained pages of HTML and SVG: for the compile-time report and for the command line. */
@NullMarked
package castnet.processor.report;

import org.jspecify.annotations.NullMarked;
