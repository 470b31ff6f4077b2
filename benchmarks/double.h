/* Philox, exponential, logarithm and normal quantile in double: as in src/flowsim/kernels. */
#include <math.h>
#include <stdint.h>
#include <string.h>

typedef uint64_t u64;
typedef int64_t i64;
#define CENTRE 6.25
#define WORD 0xFFFFFFFFULL

static inline double from_bits(u64 b) { double x; memcpy(&x, &b, 8); return x; }
static inline u64 to_bits(double x) { u64 b; memcpy(&b, &x, 8); return b; }

static inline void philox(u64 key, u64 process, u64 week, u64 entity, u64 slot, u64 *w0, u64 *w1, u64 *w2, u64 *w3) {
    u64 c0 = entity, c1 = slot, c2 = week, c3 = process, k0 = key & WORD, k1 = key >> 32;
    for (int i = 0; i < 10; i++) {
        u64 p0 = 0xD2511F53ULL * (c0 & WORD), p1 = 0xCD9E8D57ULL * (c2 & WORD);
        c0 = (p1 >> 32) ^ c1 ^ k0;
        c2 = (p0 >> 32) ^ c3 ^ k1;
        c1 = p1;
        c3 = p0;
        k0 += 0x9E3779B9ULL;
        k1 += 0xBB67AE85ULL;
    }
    *w0 = c0 & WORD;
    *w1 = c1 & WORD;
    *w2 = c2 & WORD;
    *w3 = c3 & WORD;
}

static inline double unit(u64 high, u64 low) {
    return from_bits((((high << 32) | low) >> 12) | 0x3FF0000000000000ULL) - (1.0 - 0x1p-53);
}

static inline double vexp(double x) {
    x = x < -708.0 ? -708.0 : x;
    x = x > 709.0 ? 709.0 : x;
    double shifted = x * 1.4426950408889634 + 6755399441055744.0, k = shifted - 6755399441055744.0;
    double r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10, s = r * r;
    double odd = 2.5100424157005067e-08, even = 2.7620138719733994e-07;
    odd = odd * s + 2.7557268378684192e-06;
    even = even * s + 2.480152119021773e-05;
    odd = odd * s + 0.00019841269863105968;
    even = even * s + 0.0013888888917281794;
    odd = odd * s + 0.008333333333330051;
    even = even * s + 0.04166666666662399;
    odd = odd * s + 0.16666666666666669;
    even = even * s + 0.5000000000000001;
    return (1.0 + ((odd * r + even) * s + r)) * from_bits((to_bits(shifted) + 1023) << 52);
}

static inline double vlog(double x) {
    u64 bits = to_bits(x), mantissa = bits & 0x000FFFFFFFFFFFFFULL, high = mantissa > 0x0006A09E667F3BCDULL;
    double y = from_bits(mantissa | ((1023 - high) << 52));
    double exponent = from_bits(((bits >> 52) + high) | 0x4330000000000000ULL) - 4503599627371519.0;
    double f = y - 1.0, s = f / (2.0 + f), z = s * s, w = z * z;
    double odd = 1.531383769920937332e-01, even = 1.479819860511658591e-01;
    odd = odd * w + 2.222219843214978396e-01;
    even = even * w + 1.818357216161805012e-01;
    odd = odd * w + 3.999999999940941908e-01;
    even = even * w + 2.857142874366239149e-01;
    even = even * w + 6.666666666666735130e-01;
    double p = odd * z + even, half = 0.5 * f * f;
    return exponent * 6.93147180369123816490e-01
           - ((half - (s * (half + p * z) + exponent * 1.90821492927058770002e-10)) - f);
}

static inline double central_normal(double u, double w) {
    double t = w - 3.125, s = t * t, odd = -2.4859778883625976e-19, even = 1.5446469966166956e-18;
    odd = odd * s + 1.6308302414643676e-17;
    even = even * s - 1.8226502220974857e-16;
    odd = odd * s + 1.802294111819312e-17;
    even = even * s + 9.305924110089017e-15;
    odd = odd * s - 5.719685401417237e-14;
    even = even * s - 1.1463578250441528e-13;
    odd = odd * s + 3.723261486142839e-12;
    even = even * s - 1.8352947601366672e-11;
    odd = odd * s - 7.658032451672838e-11;
    even = even * s + 1.4866496329761175e-09;
    odd = odd * s - 5.816158205520595e-09;
    even = even * s - 4.111173388828677e-08;
    odd = odd * s + 5.988894594060762e-07;
    even = even * s - 1.931065035151122e-06;
    odd = odd * s - 1.963285284708289e-05;
    even = even * s + 0.0002640820495446731;
    odd = odd * s - 0.0010475115694896001;
    even = even * s - 0.008532899177268245;
    odd = odd * s + 0.3396349587011391;
    even = even * s + 2.338620710026593;
    return (odd * t + even) * (2.0 * u - 1.0);
}

static double tail_normal(double u) {
    double p = u < 0.5 ? u : 1.0 - u;
    p = p < 1.3887943864964021e-11 ? 1.3887943864964021e-11 : p;
    double r = sqrt(-vlog(p)) - 1.6;
    double top = 7.7454501427834140764e-4, low = 1.05075007164441684324e-9;
    top = top * r + 2.27238449892691845833e-2;
    top = top * r + 2.41780725177450611770e-1;
    top = top * r + 1.27045825245236838258;
    top = top * r + 3.64784832476320460504;
    top = top * r + 5.76949722146069140550;
    top = top * r + 4.63033784615654529590;
    top = top * r + 1.42343711074968357734;
    low = low * r + 5.47593808499534494600e-4;
    low = low * r + 1.51986665636164571966e-2;
    low = low * r + 1.48103976427480074590e-1;
    low = low * r + 6.89767334985100004550e-1;
    low = low * r + 1.67638483018380384940;
    low = low * r + 2.05319162663775882187;
    low = low * r + 1.0;
    return u < 0.5 ? -top / low : top / low;
}

static double normal(double u) {
    double w = -vlog(4.0 * u * (1.0 - u));
    return w < CENTRE ? central_normal(u, w) : tail_normal(u);
}
