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
