/* Exponential, logarithm and normal quantile in float32: the polynomials of src/flowsim/kernels/single.py. */
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef uint32_t u32;

static inline float float_of(int32_t b) { float x; memcpy(&x, &b, 4); return x; }
static inline int32_t bits_of(float x) { int32_t b; memcpy(&b, &x, 4); return b; }
static inline float odd32(u32 word) { return (float)(int32_t)(((word >> 7) | 1u) - 16777216u) * 0x1p-24f; }

static inline float exp32(float x) {
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    float k = floorf(x * 1.4426950408889634f + 0.5f);
    float r = (x - k * 0.693359375f) - k * -2.12194440e-4f;
    float p = 0.0013926177052780986f * r + 0.00836317427456379f;
    p = ((p * r + 0.041666556149721146f) * r + 0.16666577756404877f) * r + 0.5f;
    return (1.0f + (p * r * r + r)) * float_of((int32_t)((u32)((int32_t)k + 127) << 23));
}

static inline float log32(float x) {
    int32_t bits = bits_of(x), e = (bits - 0x3F2AAAAB) >> 23;
    float f = float_of(bits - (int32_t)((u32)e << 23)) - 1.0f;
    float p = ((0.16346974670886993f * f - 0.18979991972446442f) * f + 0.1991153508424759f) * f - 0.24900780618190765f;
    p = ((p * f + 0.33333882689476013f) * f - 0.5000061392784119f) * f;
    return (float)e * 0.6931471805599453f + (p * f + f);
}

static inline float normal32(float x) {
    float t = -1.0f - 0.125f * log32((1.0f - x) * (1.0f + x)), s = t * t;
    float even = ((-0.030977804213762283f * s + 0.06197400018572807f) * s + 0.055688969790935516f) * s;
    even = ((even - 0.05115971341729164f) * s - 0.4575819969177246f) * s + 3.7638425827026367f;
    float odd = ((0.036698129028081894f * s - 0.11655523627996445f) * s - 0.0013446706579998136f) * s;
    odd = (odd + 0.174249529838562f) * s + 1.9954285621643066f;
    return (odd * t + even) * x;
}
