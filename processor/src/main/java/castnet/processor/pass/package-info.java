/**
 * Graph to graph: {@code analysis} measures, {@code rewrite} simplifies, {@code gradient} differentiates; {@code Pipeline} is the
 * order. Passes never see a plan. Imports {@code graph}.
 */
@NullMarked
package castnet.processor.pass;

import org.jspecify.annotations.NullMarked;
