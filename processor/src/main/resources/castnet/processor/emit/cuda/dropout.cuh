__device__ __forceinline__ unsigned long long mix(unsigned long long value) {
    unsigned long long z = value + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

// Zero with a probability, else scaled up; the mask is the CPU's, a function of step, layer and place.
template <class S>
__device__ __forceinline__ void dropout(const float* x, const Step* step, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::E) {
        const size_t i = image(S::E) + e;
        const float uniform = (mix(mix(step->stream + S::LAYER) + i) >> 40) * (1.0f / 16777216.0f);
        y[i] = uniform < S::PROBABILITY ? 0.0f : x[i] * (1.0f / (1.0f - S::PROBABILITY));
    }
}
