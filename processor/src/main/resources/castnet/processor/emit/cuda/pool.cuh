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
