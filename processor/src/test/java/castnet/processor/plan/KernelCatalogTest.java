package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The runtime has every kernel of the catalogue, with the parameters that plans pass. */
class KernelCatalogTest {
    static final List<Kernel> KERNELS = KernelCatalog.all();

    @ParameterizedTest
    @FieldSource("KERNELS")
    void exists(Kernel kernel) throws ClassNotFoundException {
        List<String> expected = KernelCatalog.parameters(kernel).stream()
                .flatMap(p -> p.types().stream())
                .toList();
        Class<?> type = Class.forName("castnet.runtime.kernel." + kernel.type());
        assertThat(type.getMethods())
                .filteredOn(m -> m.getName().equals(kernel.method()) && Modifier.isStatic(m.getModifiers()))
                .extracting(KernelCatalogTest::types)
                .contains(expected);
    }

    private static List<String> types(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .toList();
    }
}
