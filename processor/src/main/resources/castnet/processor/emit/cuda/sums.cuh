// The sum over eight warps of what each has for 32 channels, in the first of them.
__device__ __forceinline__ float sum_of_warps(float own) {
    __shared__ float part[8][32];
    const int lane = threadIdx.x % 32, slice = threadIdx.x / 32;
    __syncthreads();
    part[slice][lane] = own;
    __syncthreads();
    float sum = 0.0f;
    for (int i = 0; i < 8; i++) {
        sum += part[i][lane];
    }
    return sum;
}

// part[image][c] = sum over the pixels of x, or of x · s.
template <class S>
__device__ __forceinline__ void channel_sums(const float* x, const float* s, float* part) {
    const int c = blockIdx.x * 32 + threadIdx.x % 32, slice = threadIdx.x / 32;
    float sum = 0.0f;
    for (int p = slice; p < S::P && c < S::C; p += 8) {
        const size_t i = image(S::P * S::C) + p * S::C + c;
        sum += S::PRODUCT ? x[i] * s[i] : x[i];
    }
    sum = sum_of_warps(sum);
    if (slice == 0 && c < S::C) {
        part[image(S::C) + c] = sum;
    }
}

// The sum over all images.
template <class S>
__device__ __forceinline__ void sum_images(const float* part, const Step* step, float* gradient) {
    const int c = blockIdx.x * blockDim.x + threadIdx.x;
    if (c < S::C) {
        float sum = 0.0f;
        for (int i = 0; i < step->images; i++) {
            sum += part[(size_t) i * S::C + c];
        }
        gradient[c] = sum;
    }
}
