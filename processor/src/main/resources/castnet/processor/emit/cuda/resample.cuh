// Pixel (row·SH − TOP, column·SW − LEFT) of the input, or zero where that is outside. One thread per element of the output.
template <class S>
__device__ __forceinline__ void pick(const float* x, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::OH * S::OW * S::C) {
        return;
    }
    const int c = e % S::C, p = e / S::C;
    const int h = p / S::OW * S::SH - S::TOP, v = p % S::OW * S::SW - S::LEFT;
    const bool inside = (unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W;
    y[image(S::OH * S::OW * S::C) + e] = inside ? x[image(S::H * S::W * S::C) + (h * S::W + v) * S::C + c] : 0.0f;
}

// The nearest pixel.
template <class S>
__device__ __forceinline__ void nearest(const float* x, float* y) {
    constexpr int OW = S::W * S::SCALE, E = S::H * S::SCALE * OW * S::C;
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < E) {
        const int p = e / S::C;
        const int from = (p / OW / S::SCALE * S::W + p % OW / S::SCALE) * S::C + e % S::C;
        y[image(E) + e] = x[image(S::H * S::W * S::C) + from];
    }
}

// What has no share does not count, not even a NaN.
__device__ __forceinline__ float mix(float a, float b, float share) {
    return share > 0.0f ? a * (1.0f - share) + b * share : a;
}

// The interpolation between the two rows and columns around (o + ½)/SCALE − ½.
template <class S>
__device__ __forceinline__ void bilinear(const float* x, float* y) {
    constexpr int OW = S::W * S::SCALE, E = S::H * S::SCALE * OW * S::C;
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= E) {
        return;
    }
    const int p = e / S::C;
    const float h = fmaxf((p / OW + 0.5f) / S::SCALE - 0.5f, 0.0f), v = fmaxf((p % OW + 0.5f) / S::SCALE - 0.5f, 0.0f);
    const int top = (int) h, left = (int) v;
    const float down = top + 1 < S::H ? h - top : 0.0f, right = left + 1 < S::W ? v - left : 0.0f;
    x += image(S::H * S::W * S::C) + (top * S::W + left) * S::C + e % S::C;
    const int below = down > 0.0f ? S::W * S::C : 0, beside = right > 0.0f ? S::C : 0;
    y[image(E) + e] = mix(mix(x[0], x[beside], right), mix(x[below], x[below + beside], right), down);
}
