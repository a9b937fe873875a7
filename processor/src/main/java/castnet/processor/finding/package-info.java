/** What is wrong with a declaration or worth a warning, as data: collected everywhere, printed at one place. Imports the JDK only. */
@NullMarked
package castnet.processor.finding;

import org.jspecify.annotations.NullMarked;
