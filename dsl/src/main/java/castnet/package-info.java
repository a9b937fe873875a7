/**
 * The language: annotations that declare a network. One import for users ({@code import castnet.*}), no logic, no
 * dependency. Retention is CLASS, so that a variant may extend a network that comes from another jar. Each annotation names the findings that it can raise, errors first,
 * then warnings; {@code docs/findings} has a page for each.
 */
@NullMarked
package castnet;

import org.jspecify.annotations.NullMarked;
