// part[image] = (mean, sum of squared deviations from it) per channel: two passes, so that nothing large is subtracted.
template <class S>
__device__ __forceinline__ void norm_moments(const float* x, float* part) {
    const int c = blockIdx.x * 32 + threadIdx.x % 32, slice = threadIdx.x / 32;
    x += image(S::P * S::C);
    float sum = 0.0f;
    for (int p = slice; p < S::P && c < S::C; p += 8) {
        sum += x[p * S::C + c];
    }
    const float mean = sum_of_warps(sum) / S::P;
    sum = 0.0f;
    for (int p = slice; p < S::P && c < S::C; p += 8) {
        sum += (x[p * S::C + c] - mean) * (x[p * S::C + c] - mean);
    }
    sum = sum_of_warps(sum);
    if (slice == 0 && c < S::C) {
        part[image(2 * S::C) + c] = mean;
        part[image(2 * S::C) + S::C + c] = sum;
    }
}

// statistics = (mean, 1/√(variance + ε)) of the batch; the running ones follow, their variance unbiased as PyTorch's.
template <class S>
__device__ __forceinline__ void norm_finish(
        const float* part, const Step* step, float* runningMean, float* runningVariance, float* statistics) {
    const int c = blockIdx.x * blockDim.x + threadIdx.x;
    if (c >= S::C) {
        return;
    }
    float mean = 0.0f;
    for (int i = 0; i < step->images; i++) {
        mean += part[(size_t) i * (2 * S::C) + c];
    }
    mean /= step->images;
    float squares = 0.0f;
    for (int i = 0; i < step->images; i++) {
        const float deviation = part[(size_t) i * (2 * S::C) + c] - mean;
        squares += part[(size_t) i * (2 * S::C) + S::C + c] + S::P * deviation * deviation;
    }
    const float count = (float) step->images * S::P;
    statistics[c] = mean;
    statistics[S::C + c] = 1.0f / sqrtf(squares / count + S::EPSILON);
    runningMean[c] += S::MOMENTUM * (mean - runningMean[c]);
    runningVariance[c] += S::MOMENTUM * (squares / fmaxf(count - 1.0f, 1.0f) - runningVariance[c]);
}

// y = (x − mean) / deviation · γ + β, + residual, ReLU.
template <class S>
__device__ __forceinline__ void norm_apply(
        const float* x, const float* statistics, const float* gamma, const float* beta, const float* r, float* y) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::P * S::C) {
        const int c = e % S::C;
        const size_t i = image(S::P * S::C) + e;
        float v = (x[i] - statistics[c]) * statistics[S::C + c] * gamma[c] + beta[c];
        if (S::ADD) {
            v += r[i];
        }
        y[i] = S::RELU ? relu(v) : v;
    }
}

// part[image] = (sum of dy, sum of dy · normalised x) per channel; dy only where y > 0 if ReLU was fused.
template <class S>
__device__ __forceinline__ void norm_gradient_sums(
        const float* dy, const float* x, const float* y, const float* statistics, float* part) {
    const int c = blockIdx.x * 32 + threadIdx.x % 32, slice = threadIdx.x / 32;
    float shift = 0.0f, scale = 0.0f;
    for (int p = slice; p < S::P && c < S::C; p += 8) {
        const size_t i = image(S::P * S::C) + p * S::C + c;
        const float g = S::RELU && !(y[i] > 0.0f) ? 0.0f : dy[i];
        shift += g;
        scale += g * ((x[i] - statistics[c]) * statistics[S::C + c]);
    }
    shift = sum_of_warps(shift);
    scale = sum_of_warps(scale);
    if (slice == 0 && c < S::C) {
        part[image(2 * S::C) + c] = shift;
        part[image(2 * S::C) + S::C + c] = scale;
    }
}

template <class S>
__device__ __forceinline__ void norm_gradient_finish(const float* part, const Step* step, float* dgamma, float* dbeta) {
    const int c = blockIdx.x * blockDim.x + threadIdx.x;
    if (c < S::C) {
        float shift = 0.0f, scale = 0.0f;
        for (int i = 0; i < step->images; i++) {
            shift += part[(size_t) i * (2 * S::C) + c];
            scale += part[(size_t) i * (2 * S::C) + S::C + c];
        }
        dgamma[c] = scale;
        dbeta[c] = shift;
    }
}

// dx, and the residual's gradient where ReLU stands between.
template <class S>
__device__ __forceinline__ void norm_gradient(
        const float* dy,
        const float* x,
        const float* y,
        const float* statistics,
        const float* gamma,
        const float* dgamma,
        const float* dbeta,
        const Step* step,
        float* dx,
        float* dr) {
    const int e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e < S::P * S::C) {
        const int c = e % S::C;
        const size_t i = image(S::P * S::C) + e;
        const float g = S::RELU && !(y[i] > 0.0f) ? 0.0f : dy[i], count = (float) step->images * S::P;
        const float normal = (x[i] - statistics[c]) * statistics[S::C + c];
        dx[i] = gamma[c] * statistics[S::C + c] * (g - dbeta[c] / count - normal * (dgamma[c] / count));
        if (S::ADD) {
            dr[i] = g;
        }
    }
}
