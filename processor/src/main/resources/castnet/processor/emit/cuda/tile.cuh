// sum += a · b for this thread's TM × TN of a tile of BM × BN, BK products each.
template <class S>
__device__ __forceinline__ void multiply(
        const float (&a)[S::BK][S::BM + 4], const float (&b)[S::BK][S::BN], float (&sum)[S::TM][S::TN]) {
    const int m = threadIdx.x / (S::BN / S::TN) * S::TM, n = threadIdx.x % (S::BN / S::TN) * S::TN;
#pragma unroll
    for (int d = 0; d < S::BK; d++) {
#pragma unroll
        for (int i = 0; i < S::TM; i++) {
#pragma unroll
            for (int j = 0; j < S::TN; j++) {
                sum[i][j] += a[d][m + i] * b[d][n + j];
            }
        }
    }
}
