/**
 * The annotation processors and what they are wired of: finding &lt; graph &lt; pass &lt; plan, declaration &lt; emit. Sees all packages
 * below; nobody sees it.
 */
@NullMarked
package castnet.processor;

import org.jspecify.annotations.NullMarked;
