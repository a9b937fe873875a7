// y[p][o] = sum over k of a[p][k] · w[k][o], + bias, + residual, ReLU: pixels p, products k = (tap, channel), channels o.
// A block computes BM pixels × BN channels of one group, BK products at a time; a thread TM × TN of them.
template <class S>
__device__ __forceinline__ void convolution(const float* x, const float* w, const float* r, float* y) {
    constexpr int THREADS = S::BM / S::TM * (S::BN / S::TN);
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, K = S::KH * S::KW * IN, P = S::OH * S::OW;
    constexpr int STEP = THREADS / S::BK, ROWS = S::BM / STEP, WEIGHTS = S::BK * S::BN / THREADS;
    constexpr int BLOCKS = (OUT + S::BN - 1) / S::BN, NOWHERE = -(1 << 28);
    __shared__ __align__(16) float a[S::BK][S::BM + 4];
    __shared__ __align__(16) float b[S::BK][S::BN];

    const int t = threadIdx.x;
    const int group = blockIdx.y / BLOCKS;
    const int firstPixel = blockIdx.x * S::BM, firstChannel = blockIdx.y % BLOCKS * S::BN;
    x += image(S::H * S::W * S::C) + group * IN;
    y += image(P * S::O) + group * OUT;
    const float* weights = w + group * OUT;
    const float* bias = w + K * S::O + group * OUT;

    // This thread loads product k0 + t % BK of ROWS pixels: the first row and column of their windows.
    int row[ROWS], column[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
        const int p = firstPixel + t / S::BK + i * STEP;
        row[i] = p < P ? p / S::OW * S::SH - S::TOP : NOWHERE;
        column[i] = p % S::OW * S::SW - S::LEFT;
    }

    float sum[S::TM][S::TN] = {};
    for (int k0 = 0; k0 < K; k0 += S::BK) {
        const int k = k0 + t % S::BK, tap = k / IN;
        const int down = tap / S::KW * S::DH, right = tap % S::KW * S::DW;
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const int h = row[i] + down, v = column[i] + right;
            const bool inside = k < K && (unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W;
            a[t % S::BK][t / S::BK + i * STEP] = inside ? x[(h * S::W + v) * S::C + k % IN] : 0.0f;
        }
#pragma unroll
        for (int i = 0; i < WEIGHTS; i++) {
            const int e = t + i * THREADS, deep = k0 + e / S::BN, o = firstChannel + e % S::BN;
            b[e / S::BN][e % S::BN] = deep < K && o < OUT ? weights[deep * S::O + o] : 0.0f;
        }
        __syncthreads();
        multiply<S>(a, b, sum);
        __syncthreads();
    }

    const int m = t / (S::BN / S::TN) * S::TM, n = t % (S::BN / S::TN) * S::TN;
#pragma unroll
    for (int i = 0; i < S::TM; i++) {
        const int p = firstPixel + m + i;
#pragma unroll
        for (int j = 0; j < S::TN; j++) {
            const int o = firstChannel + n + j;
            if (p < P && o < OUT) {
                float v = sum[i][j] + (S::BIAS ? bias[o] : 0.0f);
                if (S::ADD) {
                    v += r[image(P * S::O) + group * OUT + p * S::O + o];
                }
                y[p * S::O + o] = S::RELU ? relu(v) : v;
            }
        }
    }
}
