// dx[p][c] = sum over k of dy[where tap meets p][o] · w[tap][c][o], + s: pixels p of the input, products k = (tap, channel o).
template <class S>
__device__ __forceinline__ void data_gradient(const float* dy, const float* w, const float* s, float* dx) {
    constexpr int THREADS = S::BM / S::TM * (S::BN / S::TN);
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, K = S::KH * S::KW * OUT, P = S::H * S::W;
    constexpr int STEP = THREADS / S::BK, ROWS = S::BM / STEP, WEIGHTS = S::BK * S::BN / THREADS;
    constexpr int BLOCKS = (IN + S::BN - 1) / S::BN, NOWHERE = -(1 << 28);
    __shared__ __align__(16) float a[S::BK][S::BM + 4];
    __shared__ __align__(16) float b[S::BK][S::BN];

    const int t = threadIdx.x;
    const int group = blockIdx.y / BLOCKS;
    const int firstPixel = blockIdx.x * S::BM, firstChannel = blockIdx.y % BLOCKS * S::BN;
    dy += image(S::OH * S::OW * S::O) + group * OUT;

    int row[ROWS], column[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
        const int p = firstPixel + t / S::BK + i * STEP;
        row[i] = p < P ? p / S::W + S::TOP : NOWHERE;
        column[i] = p % S::W + S::LEFT;
    }

    float sum[S::TM][S::TN] = {};
    for (int k0 = 0; k0 < K; k0 += S::BK) {
        const int k = k0 + t % S::BK, tap = k / OUT;
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const int h = row[i] - tap / S::KW * S::DH, v = column[i] - tap % S::KW * S::DW;
            const bool met = k < K && h >= 0 && v >= 0 && h % S::SH == 0 && v % S::SW == 0 && h / S::SH < S::OH
                    && v / S::SW < S::OW;
            a[t % S::BK][t / S::BK + i * STEP] = met ? dy[(h / S::SH * S::OW + v / S::SW) * S::O + k % OUT] : 0.0f;
        }
#pragma unroll
        for (int i = 0; i < WEIGHTS; i++) {
            const int e = t + i * THREADS, deep = k0 + e % S::BK, c = firstChannel + e / S::BK;
            const int from = (deep / OUT * IN + c) * S::O + group * OUT + deep % OUT;
            b[e % S::BK][e / S::BK] = deep < K && c < IN ? w[from] : 0.0f;
        }
        __syncthreads();
        multiply<S>(a, b, sum);
        __syncthreads();
    }

#pragma unroll
    for (int i = 0; i < S::TM * S::TN; i++) {
        const int p = firstPixel + t / (S::BN / S::TN) * S::TM + i / S::TN;
        const int c = firstChannel + t % (S::BN / S::TN) * S::TN + i % S::TN;
        if (p < P && c < IN) {
            const size_t to = image(P * S::C) + group * IN + p * S::C + c;
            dx[to] = sum[i / S::TN][i % S::TN] + (S::ADD ? s[to] : 0.0f);
        }
    }
}

// The same for narrow groups: one thread per element of dx.
template <class S>
__device__ __forceinline__ void direct_data_gradient(const float* dy, const float* w, const float* s, float* dx) {
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, P = S::H * S::W;
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= P * S::C) {
        return;
    }
    const int c = e % S::C, group = c / IN;
    dy += image(S::OH * S::OW * S::O) + group * OUT;
    float sum = 0.0f;
    for (int tap = 0; tap < S::KH * S::KW; tap++) {
        const int h = e / S::C / S::W + S::TOP - tap / S::KW * S::DH, v = e / S::C % S::W + S::LEFT - tap % S::KW * S::DW;
        if (h >= 0 && v >= 0 && h % S::SH == 0 && v % S::SW == 0 && h / S::SH < S::OH && v / S::SW < S::OW) {
            for (int o = 0; o < OUT; o++) {
                sum += dy[(h / S::SH * S::OW + v / S::SW) * S::O + o] * w[(tap * IN + c % IN) * S::O + group * OUT + o];
            }
        }
    }
    dx[image(P * S::C) + e] = sum + (S::ADD ? s[image(P * S::C) + e] : 0.0f);
}

// part[slice][k][o] = sum over this slice's pixels q of all images of x[where tap meets q][c] · dy[q][o], rows k = (tap, c).
template <class S>
__device__ __forceinline__ void weight_gradient(const float* x, const float* dy, const Step* step, float* part) {
    constexpr int THREADS = S::BM / S::TM * (S::BN / S::TN);
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, K = S::KH * S::KW * IN, P = S::OH * S::OW;
    constexpr int LEFT = S::BK * S::BM / THREADS, TOP = S::BK * S::BN / THREADS, BLOCKS = (OUT + S::BN - 1) / S::BN;
    __shared__ __align__(16) float a[S::BK][S::BM + 4];
    __shared__ __align__(16) float b[S::BK][S::BN];

    const int t = threadIdx.x;
    const int group = blockIdx.y / BLOCKS;
    const int firstRow = blockIdx.x * S::BM, firstChannel = blockIdx.y % BLOCKS * S::BN;
    const long long all = (long long) step->images * P, each = (all + S::SLICES - 1) / S::SLICES;
    const long long from = blockIdx.z * each, to = from + each < all ? from + each : all;

    float sum[S::TM][S::TN] = {};
    for (long long q0 = from; q0 < to; q0 += S::BK) {
#pragma unroll
        for (int i = 0; i < LEFT; i++) {
            const int e = t + i * THREADS, k = firstRow + e % S::BM, tap = k / IN;
            const long long q = q0 + e / S::BM;
            const int p = q % P;
            const int h = p / S::OW * S::SH - S::TOP + tap / S::KW * S::DH, v = p % S::OW * S::SW - S::LEFT + tap % S::KW * S::DW;
            const bool inside = q < to && k < K && (unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W;
            const size_t at = (size_t) (q / P) * (S::H * S::W * S::C) + (h * S::W + v) * S::C + group * IN + k % IN;
            a[e / S::BM][e % S::BM] = inside ? x[at] : 0.0f;
        }
#pragma unroll
        for (int i = 0; i < TOP; i++) {
            const int e = t + i * THREADS, o = firstChannel + e % S::BN;
            const long long q = q0 + e / S::BN;
            b[e / S::BN][e % S::BN] = q < to && o < OUT ? dy[(size_t) q * S::O + group * OUT + o] : 0.0f;
        }
        __syncthreads();
        multiply<S>(a, b, sum);
        __syncthreads();
    }

#pragma unroll
    for (int i = 0; i < S::TM * S::TN; i++) {
        const int k = firstRow + t / (S::BN / S::TN) * S::TM + i / S::TN;
        const int o = firstChannel + t % (S::BN / S::TN) * S::TN + i % S::TN;
        if (k < K && o < OUT) {
            part[(size_t) blockIdx.z * (K * S::O) + k * S::O + group * OUT + o] = sum[i / S::TN][i % S::TN];
        }
    }
}

// The same for narrow groups: one thread per weight and slice.
template <class S>
__device__ __forceinline__ void direct_weight_gradient(const float* x, const float* dy, const Step* step, float* part) {
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, K = S::KH * S::KW * IN, P = S::OH * S::OW;
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= K * S::O) {
        return;
    }
    const int o = e % S::O, tap = e / S::O / IN, c = o / OUT * IN + e / S::O % IN;
    const long long all = (long long) step->images * P, each = (all + S::SLICES - 1) / S::SLICES;
    const long long from = blockIdx.z * each, to = from + each < all ? from + each : all;
    float sum = 0.0f;
    for (long long q = from; q < to; q++) {
        const int p = q % P;
        const int h = p / S::OW * S::SH - S::TOP + tap / S::KW * S::DH, v = p % S::OW * S::SW - S::LEFT + tap % S::KW * S::DW;
        if ((unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W) {
            sum += x[(size_t) (q / P) * (S::H * S::W * S::C) + (h * S::W + v) * S::C + c] * dy[(size_t) q * S::O + o];
        }
    }
    part[(size_t) blockIdx.z * (K * S::O) + e] = sum;
}

// The sum of all slices.
template <class S>
__device__ __forceinline__ void sum_slices(const float* part, float* gradient) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::E) {
        float sum = 0.0f;
        for (int slice = 0; slice < S::SLICES; slice++) {
            sum += part[(size_t) slice * S::E + e];
        }
        gradient[e] = sum;
    }
}
