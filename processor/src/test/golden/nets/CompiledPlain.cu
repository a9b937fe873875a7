// Plain on NVIDIA GPUs. Written by castnet.processor.CastnetProcessor.
// Tensors are float, NHWC, dense, image after image; the grid's third dimension is the image.
// Weights are [tap][input channel][output channel], the bias behind them, batch norm folded in.

// Where image blockIdx.z of a tensor of so many floats per image begins.
__device__ __forceinline__ size_t image(int floats) {
    return (size_t) blockIdx.z * floats;
}

// max(v, 0); a NaN stays.
__device__ __forceinline__ float relu(float v) {
    return v < 0.0f ? 0.0f : v;
}

// y[column][row] = x[row][column], in squares of 32 through shared memory, so that both sides are read and written in rows.
template <int ROWS, int COLUMNS>
__device__ __forceinline__ void transpose(const float* x, float* y) {
    constexpr int ACROSS = (COLUMNS + 31) / 32;
    __shared__ float square[32][33];
    const int lane = threadIdx.x % 32, line = threadIdx.x / 32;
    const int row = blockIdx.x / ACROSS * 32, column = blockIdx.x % ACROSS * 32;
    x += image(ROWS * COLUMNS);
    y += image(ROWS * COLUMNS);
    for (int i = line; i < 32 && row + i < ROWS; i += 8) {
        if (column + lane < COLUMNS) {
            square[i][lane] = x[(row + i) * COLUMNS + column + lane];
        }
    }
    __syncthreads();
    for (int i = line; i < 32 && column + i < COLUMNS; i += 8) {
        if (row + lane < ROWS) {
            y[(column + i) * ROWS + row + lane] = square[lane][i];
        }
    }
}

// A convolution of narrow groups: one thread per element of the output, channels next to each other in a warp.
template <class S>
__device__ __forceinline__ void direct(const float* x, const float* w, const float* r, float* y) {
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, P = S::OH * S::OW;
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= P * S::O) {
        return;
    }
    const int o = e % S::O, p = e / S::O;
    const int row = p / S::OW * S::SH - S::TOP, column = p % S::OW * S::SW - S::LEFT;
    x += image(S::H * S::W * S::C) + o / OUT * IN;
    float sum = 0.0f;
    for (int tap = 0; tap < S::KH * S::KW; tap++) {
        const int h = row + tap / S::KW * S::DH, v = column + tap % S::KW * S::DW;
        if ((unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W) {
            for (int i = 0; i < IN; i++) {
                sum += x[(h * S::W + v) * S::C + i] * w[(tap * IN + i) * S::O + o];
            }
        }
    }
    if (S::BIAS) {
        sum += w[S::KH * S::KW * IN * S::O + o];
    }
    if (S::ADD) {
        sum += r[image(P * S::O) + e];
    }
    y[image(P * S::O) + e] = S::RELU ? relu(sum) : sum;
}

// Maximum over a window, clipped at the border; a NaN wins. One thread per element of the output.
template <class S>
__device__ __forceinline__ void pool_max(const float* x, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::OH * S::OW * S::C) {
        return;
    }
    const int c = e % S::C, p = e / S::C;
    const int row = p / S::OW * S::SH - S::TOP, column = p % S::OW * S::SW - S::LEFT;
    x += image(S::H * S::W * S::C) + c;
    float most = __int_as_float(0xff800000);  // −∞
    for (int tap = 0; tap < S::KH * S::KW; tap++) {
        const int h = row + tap / S::KW * S::DH, v = column + tap % S::KW * S::DW;
        if ((unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W) {
            const float value = x[(h * S::W + v) * S::C];
            most = value > most || value != value ? value : most;
        }
    }
    y[image(S::OH * S::OW * S::C) + e] = most;
}

// Mean over a window, clipped at the border; padding counts in the divisor if COUNT_PAD, ceil mode's overhang never.
template <class S>
__device__ __forceinline__ void pool_average(const float* x, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::OH * S::OW * S::C) {
        return;
    }
    const int c = e % S::C, p = e / S::C;
    const int row = p / S::OW * S::SH - S::TOP, column = p % S::OW * S::SW - S::LEFT;
    x += image(S::H * S::W * S::C) + c;
    float sum = 0.0f;
    int count = 0;
    for (int tap = 0; tap < S::KH * S::KW; tap++) {
        const int h = row + tap / S::KW * S::DH, v = column + tap % S::KW * S::DW;
        const bool inside = (unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W;
        sum += inside ? x[(h * S::W + v) * S::C] : 0.0f;
        count += inside || (S::COUNT_PAD && h < S::H + S::BOTTOM && v < S::W + S::RIGHT) ? 1 : 0;
    }
    y[image(S::OH * S::OW * S::C) + e] = sum / count;
}

// Mean over all P pixels of C channels: a warp has 32 channels and every eighth pixel, the first warp adds up.
template <int C, int P>
__device__ __forceinline__ void global_average(const float* x, float* y) {
    __shared__ float part[8][32];
    const int lane = threadIdx.x % 32, slice = threadIdx.x / 32;
    const int c = blockIdx.x * 32 + lane;
    x += image(P * C);
    float sum = 0.0f;
    for (int p = slice; p < P && c < C; p += 8) {
        sum += x[p * C + c];
    }
    part[slice][lane] = sum;
    __syncthreads();
    if (slice == 0 && c < C) {
        sum = 0.0f;
        for (int i = 0; i < 8; i++) {
            sum += part[i][lane];
        }
        y[image(C) + c] = sum / P;
    }
}

// y[o] = sum over k of x[k] · w[k][o], + bias: a warp has 32 outputs and every eighth product, the first warp adds up.
template <class S>
__device__ __forceinline__ void linear(const float* x, const float* w, const float* r, float* y) {
    __shared__ float part[8][32];
    const int lane = threadIdx.x % 32, slice = threadIdx.x / 32;
    const int o = blockIdx.x * 32 + lane;
    x += image(S::K);
    float sum = 0.0f;
    for (int k = slice; k < S::K && o < S::O; k += 8) {
        sum += x[k] * w[k * S::O + o];
    }
    part[slice][lane] = sum;
    __syncthreads();
    if (slice == 0 && o < S::O) {
        sum = S::BIAS ? w[S::K * S::O + o] : 0.0f;
        for (int i = 0; i < 8; i++) {
            sum += part[i][lane];
        }
        if (S::ADD) {
            sum += r[image(S::O) + o];
        }
        y[image(S::O) + o] = S::RELU ? relu(sum) : sum;
    }
}

// input: NCHW to NHWC
extern "C" __global__ void __launch_bounds__(256, 1)
transpose_3x64(const float* __restrict__ x, float* __restrict__ y) {
    transpose<3, 64>(x, y);
}

// features: 3×3 convolution, padding 1, + batch norm, ReLU; 3×8×8 → 4×8×8
struct Of_direct3x3_3x8x8_to_4x8x8_relu {
    static constexpr int C = 3, H = 8, W = 8, OH = 8, OW = 8, KH = 3, KW = 3, SH = 1, SW = 1, TOP = 1, LEFT = 1, DH = 1, DW = 1, O = 4, GROUPS = 1;
    static constexpr bool BIAS = true, ADD = false, RELU = true;
};
extern "C" __global__ void __launch_bounds__(256, 1)
direct3x3_3x8x8_to_4x8x8_relu(const float* __restrict__ x, const float* __restrict__ w, float* __restrict__ y) {
    direct<Of_direct3x3_3x8x8_to_4x8x8_relu>(x, w, nullptr, y);
}

// features.maxPool: max pool 2×2, stride 2; 4×8×8 → 4×4×4
struct Of_max2x2_4x8x8_to_4x4x4 {
    static constexpr int C = 4, H = 8, W = 8, OH = 4, OW = 4, KH = 2, KW = 2, SH = 2, SW = 2, TOP = 0, LEFT = 0, DH = 1, DW = 1, BOTTOM = 0, RIGHT = 0;
    static constexpr bool COUNT_PAD = false;
};
extern "C" __global__ void __launch_bounds__(256, 1)
max2x2_4x8x8_to_4x4x4(const float* __restrict__ x, float* __restrict__ y) {
    pool_max<Of_max2x2_4x8x8_to_4x4x4>(x, y);
}

// head.globalAvgPool: global average pool; 4×4×4 → 4×1×1
extern "C" __global__ void __launch_bounds__(256, 1)
global_average_4x4x4(const float* __restrict__ x, float* __restrict__ y) {
    global_average<4, 16>(x, y);
}

// head: 1×1 convolution; 4×1×1 → 2×1×1
struct Of_linear_4_to_2 {
    static constexpr int K = 4, O = 2;
    static constexpr bool BIAS = true, ADD = false, RELU = false;
};
extern "C" __global__ void __launch_bounds__(256, 1)
linear_4_to_2(const float* __restrict__ x, const float* __restrict__ w, float* __restrict__ y) {
    linear<Of_linear_4_to_2>(x, w, nullptr, y);
}

