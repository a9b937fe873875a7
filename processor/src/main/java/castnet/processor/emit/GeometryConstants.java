package castnet.processor.emit;

import castnet.processor.plan.Geometry;
import castnet.processor.plan.Geometry.ConvSpec;
import castnet.processor.plan.Geometry.LayoutSpec;
import castnet.processor.plan.Geometry.PoolSpec;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** The constants of a generated class that say how tensors lie and how windows slide; equal layers share one. */
final class GeometryConstants {
    private final Names names = new Names(Set.of("INFO", "PROGRAM", "TRAINING_PROGRAM"));
    private final Map<Geometry, String> byGeometry = new LinkedHashMap<>();

    /** Name of the constant for a geometry. */
    String nameOf(Geometry geometry) {
        String known = byGeometry.get(geometry);
        if (known != null) {
            return known;
        }
        switch (geometry) {
            case LayoutSpec ignored -> {}
            case ConvSpec conv -> {
                nameOf(conv.in());
                nameOf(conv.out());
            }
            case PoolSpec pool -> {
                nameOf(pool.in());
                nameOf(pool.out());
            }
        }
        String name = names.fresh(describe(geometry));
        byGeometry.put(geometry, name);
        return name;
    }

    /** All constants that were named so far; each after those that it refers to. */
    List<FieldSpec> fields() {
        List<FieldSpec> fields = new ArrayList<>();
        byGeometry.forEach((geometry, name) ->
                fields.add(FieldSpec.builder(type(geometry), name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer(value(geometry))
                        .build()));
        return fields;
    }

    private static TypeName type(Geometry geometry) {
        return switch (geometry) {
            case LayoutSpec ignored -> Types.LAYOUT;
            case ConvSpec ignored -> Types.CONV_SHAPE;
            case PoolSpec ignored -> Types.POOL_SHAPE;
        };
    }

    private CodeBlock value(Geometry geometry) {
        return switch (geometry) {
            case LayoutSpec l ->
                CodeBlock.of(
                        "new $T($L, $L, $L, $L, $L, $L, $L, $L)",
                        Types.LAYOUT,
                        l.channels(),
                        l.height(),
                        l.width(),
                        l.channelStride(),
                        l.top(),
                        l.left(),
                        l.bottom(),
                        l.right());
            case ConvSpec c ->
                CodeBlock.of(
                        "new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
                        Types.CONV_SHAPE,
                        nameOf(c.in()),
                        nameOf(c.out()),
                        c.kernelHeight(),
                        c.kernelWidth(),
                        c.strideHeight(),
                        c.strideWidth(),
                        c.padTop(),
                        c.padLeft(),
                        c.dilationHeight(),
                        c.dilationWidth(),
                        c.groups());
            case PoolSpec p ->
                CodeBlock.of(
                        "new $T($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
                        Types.POOL_SHAPE,
                        nameOf(p.in()),
                        nameOf(p.out()),
                        p.kernelHeight(),
                        p.kernelWidth(),
                        p.strideHeight(),
                        p.strideWidth(),
                        p.padTop(),
                        p.padLeft(),
                        p.padBottom(),
                        p.padRight(),
                        p.dilationHeight(),
                        p.dilationWidth());
        };
    }

    // LAYOUT_64x56x56_HALO1, CONV_3x3_S2_64x56x56_TO_128x28x28: what differs beyond that gets a number.
    private static String describe(Geometry geometry) {
        return switch (geometry) {
            case LayoutSpec l -> "LAYOUT_" + size(l) + halo(l);
            case ConvSpec c ->
                "CONV_%dx%d%s%s_%s_TO_%s"
                        .formatted(
                                c.kernelHeight(),
                                c.kernelWidth(),
                                stride(c.strideHeight(), c.strideWidth()),
                                c.groups() == 1 ? "" : "_G" + c.groups(),
                                size(c.in()),
                                size(c.out()));
            case PoolSpec p ->
                "POOL_%dx%d%s_%s_TO_%s"
                        .formatted(
                                p.kernelHeight(),
                                p.kernelWidth(),
                                stride(p.strideHeight(), p.strideWidth()),
                                size(p.in()),
                                size(p.out()));
        };
    }

    private static String size(LayoutSpec l) {
        return l.channels() + "x" + l.height() + "x" + l.width();
    }

    private static String stride(int vertical, int horizontal) {
        if (vertical == 1 && horizontal == 1) {
            return "";
        }
        return "_S" + (vertical == horizontal ? Integer.toString(vertical) : vertical + "x" + horizontal);
    }

    private static String halo(LayoutSpec l) {
        if (l.top() == 0 && l.left() == 0 && l.bottom() == 0 && l.right() == 0) {
            return "";
        }
        boolean even = l.top() == l.left() && l.top() == l.bottom() && l.top() == l.right();
        return "_HALO"
                + (even
                        ? Integer.toString(l.top())
                        : "%d_%d_%d_%d".formatted(l.top(), l.left(), l.bottom(), l.right()));
    }
}
