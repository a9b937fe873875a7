/**
 * Reads what users wrote: annotated interfaces to declarations, declarations to graphs. The only reader of
 * {@code javax.lang.model}; everything that leaves it is plain data with opaque origins. Imports {@code graph},
 * {@code expression} and {@code finding}.
 *
 * <p>{@code NetworkReader} (with {@code LayerReader}, {@code WiringReader}, {@code VariantResolver}, {@code SweepExpander} and
 * {@code AttributeRules}) makes a {@code NetworkDeclaration}; {@code GraphLowering} (with {@code InputRules},
 * {@code StageStrides}, {@code LayerLowering}, {@code ResidualLowering}, {@code LayerBuilder} and {@code GraphWarnings}) makes
 * the graph of it. {@code NetworkDeclaration.wiring()} is what the emitter writes into {@code @Wiring}, since a class file
 * forgets the names of parameters. A user's block is read by {@code BlockReader} and {@code BodyRulesReader} into a {@code
 * BlockDeclaration}, and lowered by {@code BlockLowering} wherever it is used.
 */
@NullMarked
package castnet.processor.declaration;

import org.jspecify.annotations.NullMarked;
