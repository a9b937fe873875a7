// Where image blockIdx.z of a tensor of so many floats per image begins.
__device__ __forceinline__ size_t image(int floats) {
    return (size_t) blockIdx.z * floats;
}

// max(v, 0); a NaN stays.
__device__ __forceinline__ float relu(float v) {
    return v < 0.0f ? 0.0f : v;
}
