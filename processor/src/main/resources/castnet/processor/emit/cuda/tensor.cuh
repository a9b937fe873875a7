// What tensor cores do, for one warp: c[16][8] += a[16][K] · b[K][8]. Lane l holds rows l/4 and l/4 + 8 of a and c and column l/4 of b.
#ifndef CASTNET_EMULATED
// Rounded to 10 bits of mantissa.
__device__ __forceinline__ unsigned tf32(float v) {
    unsigned bits;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(v));
    return bits;
}

// Two numbers rounded to 7 bits of mantissa, the first in the lower half.
__device__ __forceinline__ unsigned bf16(float low, float high) {
    unsigned bits;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(bits) : "f"(high), "f"(low));
    return bits;
}

// K = 8: a = (l/4, l%4), (l/4 + 8, l%4), (l/4, l%4 + 4), (l/4 + 8, l%4 + 4); b = (l%4, l/4), (l%4 + 4, l/4).
__device__ __forceinline__ void mma_tf32(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

// K = 16: as above with two products next to each other in each place.
__device__ __forceinline__ void mma_bf16(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}
#endif

// The product of matrices of convolution(), by tensor cores: operands rounded, sums in float. A warp computes 32 × 32 of the
// block's BM pixels × BN channels. Devices without the instructions compute in float.
template <class S>
__device__ __forceinline__ void tensor_convolution(const float* x, const float* w, const float* r, float* y) {
#if defined(CASTNET_EMULATED) || (defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800)
    constexpr int THREADS = S::BM / 32 * (S::BN / 32) * 32, WARPS_ACROSS = S::BN / 32, DEEP = S::BF16 ? 16 : 8;
    constexpr int IN = S::C / S::GROUPS, OUT = S::O / S::GROUPS, K = S::KH * S::KW * IN, P = S::OH * S::OW;
    constexpr int STEP = THREADS / S::BK, ROWS = S::BM / STEP, WEIGHTS = S::BK * S::BN / THREADS;
    constexpr int BLOCKS = (OUT + S::BN - 1) / S::BN, NOWHERE = -(1 << 28);
    // The margins put a warp's 32 reads into 32 banks.
    __shared__ float a[S::BM][S::BK + 4];
    __shared__ float b[S::BK][S::BN + 8];

    const int t = threadIdx.x;
    const int group = blockIdx.y / BLOCKS;
    const int firstPixel = blockIdx.x * S::BM, firstChannel = blockIdx.y % BLOCKS * S::BN;
    x += image(S::H * S::W * S::C) + group * IN;
    const float* weights = w + group * OUT;
    const float* bias = w + K * S::O + group * OUT;

    int row[ROWS], column[ROWS];
#pragma unroll
    for (int i = 0; i < ROWS; i++) {
        const int p = firstPixel + t / S::BK + i * STEP;
        row[i] = p < P ? p / S::OW * S::SH - S::TOP : NOWHERE;
        column[i] = p % S::OW * S::SW - S::LEFT;
    }

    float sum[2][4][4] = {};
    const int lane = t % 32, high = lane / 4, low = lane % 4;
    const int m = t / 32 / WARPS_ACROSS * 32, n = t / 32 % WARPS_ACROSS * 32;
    for (int k0 = 0; k0 < K; k0 += S::BK) {
        const int k = k0 + t % S::BK, tap = k / IN;
        const int down = tap / S::KW * S::DH, right = tap % S::KW * S::DW;
#pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const int h = row[i] + down, v = column[i] + right;
            const bool inside = k < K && (unsigned) h < (unsigned) S::H && (unsigned) v < (unsigned) S::W;
            a[t / S::BK + i * STEP][t % S::BK] = inside ? x[(h * S::W + v) * S::C + k % IN] : 0.0f;
        }
#pragma unroll
        for (int i = 0; i < WEIGHTS; i++) {
            const int e = t + i * THREADS, deep = k0 + e / S::BN, o = firstChannel + e % S::BN;
            b[e / S::BN][e % S::BN] = deep < K && o < OUT ? weights[deep * S::O + o] : 0.0f;
        }
        __syncthreads();
#pragma unroll
        for (int d = 0; d < S::BK; d += DEEP) {
            unsigned left[2][4], top[4][2];
#pragma unroll
            for (int i = 0; i < 8; i++) {
                // Quarter q of fragment f: rows high or high + 8, products from d on or from half of DEEP on.
                const int f = i / 4, q = i % 4;
                const float* at = &a[m + f * 16 + q % 2 * 8 + high][d + q / 2 * (DEEP / 2)];
                left[f][q] = S::BF16 ? bf16(at[2 * low], at[2 * low + 1]) : tf32(at[low]);
            }
#pragma unroll
            for (int i = 0; i < 8; i++) {
                const int f = i / 2, from = d + i % 2 * (DEEP / 2), o = n + f * 8 + high;
                top[f][i % 2] = S::BF16 ? bf16(b[from + 2 * low][o], b[from + 2 * low + 1][o]) : tf32(b[from + low][o]);
            }
#pragma unroll
            for (int i = 0; i < 8; i++) {
                if (S::BF16) {
                    mma_bf16(sum[i / 4][i % 4], left[i / 4], top[i % 4]);
                } else {
                    mma_tf32(sum[i / 4][i % 4], left[i / 4], top[i % 4]);
                }
            }
        }
        __syncthreads();
    }

#pragma unroll
    for (int i = 0; i < 32; i++) {
        // Element e of fragment (f, g).
        const int f = i / 16, g = i / 4 % 4, e = i % 4;
        const int p = firstPixel + m + f * 16 + e / 2 * 8 + high;
        const int o = firstChannel + n + g * 8 + 2 * low + e % 2;
        if (p < P && o < OUT) {
            const size_t to = image(P * S::O) + group * OUT + p * S::O + o;
            float v = sum[f][g][e] + (S::BIAS ? bias[o] : 0.0f);
            if (S::ADD) {
                v += r[to];
            }
            y[to] = S::RELU ? relu(v) : v;
        }
    }
#else
    convolution<S>(x, w, r, y);
#endif
}
