// CUDA C as C++ for one CPU: a block's threads are coroutines that take turns at barriers, shared memory is static.
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <limits>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __launch_bounds__(threads, blocks)
#define __shared__ static
#define __align__(bytes) __attribute__((aligned(bytes)))

struct Index {
    unsigned x, y, z;
};

static Index blockIdx, threadIdx, blockDim;

namespace emulation {
constexpr int MOST_THREADS = 1024, STACK = 64 * 1024;

struct Thread {
    ucontext_t context;
    bool done;
};

static Thread threads[MOST_THREADS];
static char* stacks = static_cast<char*>(malloc(size_t(MOST_THREADS) * STACK));
static ucontext_t scheduler;
static int running = -1;
static const std::function<void()>* kernel;

[[noreturn]] static void fail(const char* what) {
    fprintf(stderr, "block (%u, %u, %u), thread %u: %s\n", blockIdx.x, blockIdx.y, blockIdx.z, threadIdx.x, what);
    exit(1);
}

static void thread_main() {
    (*kernel)();
    threads[running].done = true;
}

static void resume(int t) {
    running = t;
    threadIdx.x = t;
    swapcontext(&scheduler, &threads[t].context);
    running = -1;
}

static void start(int t) {
    Thread& thread = threads[t];
    thread.done = false;
    getcontext(&thread.context);
    thread.context.uc_stack.ss_sp = stacks + size_t(t) * STACK;
    thread.context.uc_stack.ss_size = STACK;
    thread.context.uc_link = &scheduler;
    makecontext(&thread.context, thread_main, 0);
    resume(t);
}

// A block whose first thread meets no barrier has none: then the others need no coroutines.
static void block() {
    int count = blockDim.x;
    start(0);
    if (threads[0].done) {
        for (int t = 1; t < count; t++) {
            threadIdx.x = t;
            (*kernel)();
        }
        return;
    }
    for (int t = 1; t < count; t++) {
        start(t);
    }
    for (;;) {
        int done = 0;
        for (int t = 0; t < count; t++) {
            done += threads[t].done;
        }
        if (done == count) {
            return;
        }
        if (done > 0) {
            fail("threads wait at a barrier that others never reach");
        }
        for (int t = 0; t < count; t++) {
            resume(t);
        }
    }
}

static void launch(unsigned x, unsigned y, unsigned z, unsigned count, const std::function<void()>& body) {
    kernel = &body;
    blockDim = {count, 1, 1};
    for (blockIdx.z = 0; blockIdx.z < z; blockIdx.z++) {
        for (blockIdx.y = 0; blockIdx.y < y; blockIdx.y++) {
            for (blockIdx.x = 0; blockIdx.x < x; blockIdx.x++) {
                block();
            }
        }
    }
}

static std::vector<float> read(size_t floats) {
    std::vector<float> values(floats);
    if (fread(values.data(), sizeof(float), floats, stdin) != floats) {
        fail("the input ends too early");
    }
    return values;
}

static void write(const float* values, size_t floats) {
    fwrite(values, sizeof(float), floats, stdout);
}

// mix(mix(1) + 1): what seed and step give in the tests.
constexpr unsigned long long mix(unsigned long long value) {
    unsigned long long z = value + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}
constexpr unsigned long long STREAM = mix(mix(1) + 1);

// Memory that was never written, a NaN in every place, with a margin that nobody may write.
struct Arena {
    static constexpr size_t MARGIN = 1024;
    std::vector<float> floats;

    explicit Arena(size_t size) : floats(size + 2 * MARGIN, std::numeric_limits<float>::quiet_NaN()) {}

    float* at(size_t offset) {
        return floats.data() + MARGIN + offset;
    }

    void check() {
        for (size_t i = 0; i < MARGIN; i++) {
            if (floats[i] == floats[i] || floats[floats.size() - 1 - i] == floats[floats.size() - 1 - i]) {
                fail("a kernel wrote outside of the arena");
            }
        }
    }
};
}  // namespace emulation

static void __syncthreads() {
    if (emulation::running < 0) {
        emulation::fail("a barrier that the first thread does not reach");
    }
    swapcontext(&emulation::threads[emulation::running].context, &emulation::scheduler);
}

static float __int_as_float(unsigned bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// Tensor cores by the definition of mma.sync (PTX ISA, "Matrix Fragments for mma.m16n8k8 / m16n8k16"): each lane of a warp puts
// down its fragments and computes its own four elements.
#define CASTNET_EMULATED

static unsigned tf32(float v) {
    unsigned bits;
    memcpy(&bits, &v, sizeof bits);
    return (bits + 0x1000) & ~0x1fffu;
}

static unsigned bf16(float low, float high) {
    unsigned bits[2];
    memcpy(&bits[0], &low, sizeof low);
    memcpy(&bits[1], &high, sizeof high);
    for (unsigned& b : bits) {
        b = (b + 0x7fff + (b >> 16 & 1)) >> 16;
    }
    return bits[0] | bits[1] << 16;
}

namespace emulation {
struct Fragments {
    unsigned a[4], b[2];
};

static Fragments lanes[MOST_THREADS];

// The 16 bits of a half, or the 32 of a whole place, as a number.
static float number(unsigned place, bool halves, int half) {
    return __int_as_float(!halves ? place : half ? place & 0xffff0000u : place << 16);
}

static void mma(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2], bool halves) {
    const int deep = halves ? 16 : 8, per = halves ? 2 : 1;
    Fragments& own = lanes[threadIdx.x];
    memcpy(own.a, a, sizeof a);
    memcpy(own.b, b, sizeof b);
    __syncthreads();
    const Fragments* warp = lanes + threadIdx.x / 32 * 32;
    const int lane = threadIdx.x % 32;
    for (int e = 0; e < 4; e++) {
        const int row = lane / 4 + e / 2 * 8, column = lane % 4 * 2 + e % 2;
        double sum = c[e];
        for (int k = 0; k < deep; k++) {
            const int place = k % (deep / 2) / per, upper = k / (deep / 2);
            const unsigned left = warp[row % 8 * 4 + place].a[row / 8 + 2 * upper];
            const unsigned top = warp[column * 4 + place].b[upper];
            sum += double(number(left, halves, k % per)) * number(top, halves, k % per);
        }
        c[e] = float(sum);
    }
    __syncthreads();
}
}  // namespace emulation

static void mma_tf32(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    emulation::mma(c, a, b, false);
}

static void mma_bf16(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    emulation::mma(c, a, b, true);
}
