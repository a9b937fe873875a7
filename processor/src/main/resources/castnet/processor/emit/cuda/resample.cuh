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

// The line that stands at a place, beside the map also.
__device__ __forceinline__ int mirrored(int at, int size) {
    const int inside = at < 0 ? -at : at;
    return inside < size ? inside : 2 * (size - 1) - inside;
}

// The map, and around it the rows and columns behind its edges.
template <class S>
__device__ __forceinline__ void reflect(const float* x, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::OH * S::OW * S::C) {
        return;
    }
    const int c = e % S::C, p = e / S::C;
    const int h = mirrored(p / S::OW - S::TOP, S::H), v = mirrored(p % S::OW - S::LEFT, S::W);
    y[image(S::OH * S::OW * S::C) + e] = x[image(S::H * S::W * S::C) + (h * S::W + v) * S::C + c];
}

// Where a line stands in what is padded: itself (0), before (1) or behind (2) the map; -1 where it does not.
__device__ __forceinline__ int reflection(int side, int line, int size, int before, int padded) {
    const bool edge = side == 1 ? line == 0 : side == 2 && line == size - 1;
    const int at = side == 0 ? before + line : side == 1 ? before - line : before + 2 * (size - 1) - line;
    return edge || at < 0 || at >= padded ? -1 : at;
}

// The gradient of a reflection: x is dy, y is dx; each pixel the sum over itself and its reflections. TOP and LEFT are negated.
template <class S>
__device__ __forceinline__ void reflect_gradient(const float* x, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::OH * S::OW * S::C) {
        return;
    }
    const int c = e % S::C, p = e / S::C;
    float sum = 0.0f;
    for (int i = 0; i < 3; i++) {
        const int h = reflection(i, p / S::OW, S::OH, -S::TOP, S::H);
        for (int j = 0; j < 3 && h >= 0; j++) {
            const int v = reflection(j, p % S::OW, S::OW, -S::LEFT, S::W);
            sum += v >= 0 ? x[image(S::H * S::W * S::C) + (h * S::W + v) * S::C + c] : 0.0f;
        }
    }
    y[image(S::OH * S::OW * S::C) + e] = sum;
}

// The same elements, counted channel by channel: from C channels of P pixels to K of Q.
template <int C, int P, int K, int Q>
__device__ __forceinline__ void reshape(const float* x, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < K * Q) {
        const int i = e % K * Q + e / K;
        y[image(K * Q) + e] = x[image(C * P) + i % P * C + i / P];
    }
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
