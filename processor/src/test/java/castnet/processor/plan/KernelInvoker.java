package castnet.processor.plan;

import castnet.processor.plan.Geometry.LayoutSpec;
import castnet.runtime.kernel.ConvShape;
import castnet.runtime.kernel.PoolShape;
import castnet.runtime.memory.Layout;
import java.lang.reflect.Method;

/** Calls the runtime's kernels by the names and with the shapes of a plan. */
final class KernelInvoker {
    private KernelInvoker() {}

    static Object invoke(Kernel kernel, Object[] arguments) {
        try {
            Class<?> type = Class.forName("castnet.runtime.kernel." + kernel.type());
            for (Method method : type.getMethods()) {
                if (method.getName().equals(kernel.method()) && method.getParameterCount() == arguments.length) {
                    return method.invoke(null, arguments);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(kernel + " failed", e);
        }
        throw new AssertionError("the runtime has no " + kernel + " of " + arguments.length + " parameters");
    }

    /** A constant of a kernel class. */
    static Object constant(Argument.EnumConstant constant) {
        try {
            return Class.forName("castnet.runtime.kernel." + constant.enumClass())
                    .getField(constant.name())
                    .get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the runtime has no " + constant, e);
        }
    }

    static Object shape(Geometry geometry) {
        return switch (geometry) {
            case LayoutSpec l -> layout(l);
            case Geometry.ConvSpec c -> convShape(c);
            case Geometry.PoolSpec p -> poolShape(p);
        };
    }

    private static PoolShape poolShape(Geometry.PoolSpec p) {
        return new PoolShape(
                layout(p.in()),
                layout(p.out()),
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
    }

    static Layout layout(LayoutSpec l) {
        return new Layout(
                l.channels(), l.height(), l.width(), l.channelStride(), l.top(), l.left(), l.bottom(), l.right());
    }

    static ConvShape convShape(Geometry.ConvSpec c) {
        return new ConvShape(
                layout(c.in()),
                layout(c.out()),
                c.kernelHeight(),
                c.kernelWidth(),
                c.strideHeight(),
                c.strideWidth(),
                c.padTop(),
                c.padLeft(),
                c.dilationHeight(),
                c.dilationWidth(),
                c.groups());
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
