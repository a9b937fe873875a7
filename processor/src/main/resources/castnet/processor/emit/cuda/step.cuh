// What changes from step to step. The stream of random numbers is mix(mix(seed) + step), see dropout.
struct Step {
    int images;
    float labelSmoothing;
    unsigned long long stream;
};
