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
