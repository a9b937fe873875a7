// dx of a maximum: each window gives its dy to its first maximum, row by row. One thread per element of x.
template <class S>
__device__ __forceinline__ void max_gradient(const float* dy, const float* x, float* dx) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::H * S::W * S::C) {
        return;
    }
    const int c = e % S::C, row = e / S::C / S::W, column = e / S::C % S::W;
    x += image(S::H * S::W * S::C) + c;
    dy += image(S::OH * S::OW * S::C) + c;
    float sum = 0.0f;
    for (int tap = 0; tap < S::KH * S::KW; tap++) {
        const int h = row + S::TOP - tap / S::KW * S::DH, v = column + S::LEFT - tap % S::KW * S::DW;
        if (h < 0 || v < 0 || h % S::SH != 0 || v % S::SW != 0 || h / S::SH >= S::OH || v / S::SW >= S::OW) {
            continue;
        }
        // Where in its window the first maximum is.
        int first = -1;
        float most = 0.0f;
        for (int other = 0; other < S::KH * S::KW; other++) {
            const int r = h - S::TOP + other / S::KW * S::DH, s = v - S::LEFT + other % S::KW * S::DW;
            if ((unsigned) r < (unsigned) S::H && (unsigned) s < (unsigned) S::W) {
                const float value = x[(r * S::W + s) * S::C];
                if (first < 0 || value > most) {
                    first = other;
                    most = value;
                }
            }
        }
        sum += first == tap ? dy[(h / S::SH * S::OW + v / S::SW) * S::C] : 0.0f;
    }
    dx[image(S::H * S::W * S::C) + e] = sum;
}

// dx of a mean: each window gives each of its elements an equal share.
template <class S>
__device__ __forceinline__ void average_gradient(const float* dy, float* dx) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::H * S::W * S::C) {
        return;
    }
    const int c = e % S::C, row = e / S::C / S::W, column = e / S::C % S::W;
    dy += image(S::OH * S::OW * S::C) + c;
    float sum = 0.0f;
    for (int tap = 0; tap < S::KH * S::KW; tap++) {
        const int h = row + S::TOP - tap / S::KW * S::DH, v = column + S::LEFT - tap % S::KW * S::DW;
        if (h < 0 || v < 0 || h % S::SH != 0 || v % S::SW != 0 || h / S::SH >= S::OH || v / S::SW >= S::OW) {
            continue;
        }
        int count = 0;
        for (int other = 0; other < S::KH * S::KW; other++) {
            const int r = h - S::TOP + other / S::KW * S::DH, s = v - S::LEFT + other % S::KW * S::DW;
            const bool inside = (unsigned) r < (unsigned) S::H && (unsigned) s < (unsigned) S::W;
            count += inside || (S::COUNT_PAD && r < S::H + S::BOTTOM && s < S::W + S::RIGHT) ? 1 : 0;
        }
        sum += dy[(h / S::SH * S::OW + v / S::SW) * S::C] / count;
    }
    dx[image(S::H * S::W * S::C) + e] = sum;
}

// dx of a global mean.
template <class S>
__device__ __forceinline__ void global_average_gradient(const float* dy, float* dx) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::P * S::C) {
        dx[image(S::P * S::C) + e] = dy[image(S::C) + e % S::C] / S::P;
    }
}

// dx of a ReLU that was fused into what computed y.
template <class S>
__device__ __forceinline__ void relu_gradient(const float* dy, const float* y, float* dx) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::E) {
        const size_t i = image(S::E) + e;
        dx[i] = y[i] > 0.0f ? dy[i] : 0.0f;
    }
}

// A range of channels.
template <class S>
__device__ __forceinline__ void slice_channels(const float* dy, float* dx) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::P * S::C) {
        dx[image(S::P * S::C) + e] = dy[image(S::P * S::ALL) + e / S::C * S::ALL + S::FROM + e % S::C];
    }
}

// Zeros but at every SH-th row and SW-th column.
template <class S>
__device__ __forceinline__ void spread(const float* dy, float* dx) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::H * S::W * S::C) {
        const int h = e / S::C / S::W, v = e / S::C % S::W;
        const bool read = h % S::SH == 0 && v % S::SW == 0 && h / S::SH < S::OH && v / S::SW < S::OW;
        const int from = (h / S::SH * S::OW + v / S::SW) * S::C + e % S::C;
        dx[image(S::H * S::W * S::C) + e] = read ? dy[image(S::OH * S::OW * S::C) + from] : 0.0f;
    }
}

// The share that line `from` has in line `to` of SCALE times as many.
template <int SCALE, int LINES>
__device__ __forceinline__ float share(int from, int to) {
    const float middle = fmaxf((to + 0.5f) / SCALE - 0.5f, 0.0f);
    const int low = (int) middle, high = low + 1 < LINES ? low + 1 : low;
    return (from == low ? 1.0f - (middle - low) : 0.0f) + (from == high ? middle - low : 0.0f);
}

// dx of an upsample: each pixel the sum of its shares in the output.
template <class S>
__device__ __forceinline__ void upsample_gradient(const float* dy, float* dx) {
    constexpr int OH = S::H * S::SCALE, OW = S::W * S::SCALE, REACH = S::BILINEAR ? S::SCALE : 0;
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= S::H * S::W * S::C) {
        return;
    }
    const int row = e / S::C / S::W, column = e / S::C % S::W;
    dy += image(OH * OW * S::C) + e % S::C;
    float sum = 0.0f;
    for (int h = row * S::SCALE - REACH; h < (row + 1) * S::SCALE + REACH; h++) {
        for (int v = column * S::SCALE - REACH; v < (column + 1) * S::SCALE + REACH; v++) {
            if ((unsigned) h < (unsigned) OH && (unsigned) v < (unsigned) OW) {
                const float part = S::BILINEAR ? share<S::SCALE, S::H>(row, h) * share<S::SCALE, S::W>(column, v) : 1.0f;
                sum += part > 0.0f ? part * dy[(h * OW + v) * S::C] : 0.0f;
            }
        }
    }
    dx[image(S::H * S::W * S::C) + e] = sum;
}
