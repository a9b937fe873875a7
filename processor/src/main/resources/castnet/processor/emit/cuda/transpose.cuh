// y[column][row] = x[row][column], in squares of 32 through shared memory, so that both sides are read and written in rows.
template <int ROWS, int COLUMNS>
__device__ __forceinline__ void transpose(const float* x, float* y) {
    constexpr int ACROSS = (COLUMNS + 31) / 32;
    __shared__ float square[32][33];
    const int lane = threadIdx.x % 32, line = threadIdx.x / 32;
    const int row = blockIdx.x / ACROSS * 32, column = blockIdx.x % ACROSS * 32;
    x += image(ROWS * COLUMNS);
    y += image(ROWS * COLUMNS);
    for (int i = line; i < 32 && row + i < ROWS; i += 8) {
        if (column + lane < COLUMNS) {
            square[i][lane] = x[(row + i) * COLUMNS + column + lane];
        }
    }
    __syncthreads();
    for (int i = line; i < 32 && column + i < COLUMNS; i += 8) {
        if (row + lane < ROWS) {
            y[(column + i) * ROWS + row + lane] = square[lane][i];
        }
    }
}
