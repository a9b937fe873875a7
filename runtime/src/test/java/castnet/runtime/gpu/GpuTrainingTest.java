package castnet.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpuTrainingTest {
    @Test
    void weightsAreTurnedForTheDeviceAndBack() {
        // Two outputs, three inputs, two taps, behind one other float.
        GpuTraining.Array array = new GpuTraining.Array("conv.weight", 1, 2, 3, 2);
        float[] file = {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121};
        float[] flat = new float[13];
        array.toDevice(file, flat);
        assertThat(flat).containsExactly(0, 0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121);
        assertThat(array.fromDevice(flat)).containsExactly(file);
    }

    @Test
    void machineCodeIsNamedAfterTheSource() {
        GpuTensor tensor = new GpuTensor(0, 1, 1, 1);
        GpuTraining training = new GpuTraining(
                GpuTrainingTest.class,
                "X",
                "CompiledX.training.cu",
                64,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                tensor,
                tensor);
        assertThat(training.fatbin()).isEqualTo("CompiledX.training.fatbin");
    }
}
