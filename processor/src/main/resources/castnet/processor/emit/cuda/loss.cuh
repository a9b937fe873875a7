// losses[image] and the gradient of the batch's mean loss; one warp per image.
template <class S>
__device__ __forceinline__ void softmax_cross_entropy(
        const float* logits, const int* labels, const Step* step, float* losses, float* gradient) {
    __shared__ float part[32];
    const int lane = threadIdx.x, label = labels[blockIdx.z];
    const float* own = logits + image(S::C);
    float most = own[0], total = 0.0f, sum = 0.0f;
    for (int c = 0; c < S::C; c++) {
        most = fmaxf(most, own[c]);
    }
    for (int c = lane; c < S::C; c += 32) {
        sum += expf(own[c] - most);
        total += own[c] - most;
    }
    part[lane] = sum;
    __syncthreads();
    sum = 0.0f;
    for (int i = 0; i < 32; i++) {
        sum += part[i];
    }
    __syncthreads();
    part[lane] = total;
    __syncthreads();
    total = 0.0f;
    for (int i = 0; i < 32; i++) {
        total += part[i];
    }
    const float logSum = logf(sum), uniform = step->labelSmoothing / S::C, certain = 1.0f - step->labelSmoothing;
    if (lane == 0) {
        losses[blockIdx.z] = certain * (logSum - (own[label] - most)) + uniform * (S::C * logSum - total);
    }
    for (int c = lane; c < S::C; c += 32) {
        const float target = uniform + (c == label ? certain : 0.0f);
        gradient[image(S::C) + c] = (expf(own[c] - most - logSum) - target) / step->images;
    }
}
