/* Screening of accounts in C: the same stages, the same addressed draws, the same float32 polynomials, in blocks. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "single.h"

typedef uint64_t u64;
typedef int64_t i64;
#define RUN 512
#define WORD 0xFFFFFFFFULL
#define SCRATCH __attribute__((aligned(64)))
#define PAYMENTS 32ULL
#define TOP 16.11809565095832f

/* One lane. record (5, cells): log deposits, spread, kappa, weight of the noise, cut less mean; sums (3, cells). */
static i64 screen_lane(u64 key, u64 week, const float *restrict table, i64 rows, float weight, float others,
                       const float *restrict record, i64 cells, double *restrict sums, i64 most, int32_t *restrict slot,
                       int32_t *restrict where, float *restrict deviation, float *restrict amount) {
    SCRATCH u64 serial[RUN] = {0};
    SCRATCH u32 cell[RUN] = {0}, hit[RUN + 1], a[RUN], b[RUN], c[RUN];
    SCRATCH float base[RUN], spread[RUN], kappa[RUN], noise[RUN], bar[RUN], usd[RUN], score[RUN];
    const float *bases = record, *spreads = record + cells, *kappas = record + 2 * cells;
    const float *noises = record + 3 * cells, *bars = record + 4 * cells;
    i64 count = 0;
    for (i64 start = 0; start < rows; start += RUN) {
        int size = rows - start < RUN ? (int)(rows - start) : RUN;
        const float *row = table + 4 * start;
        for (int i = 0; i < size; i++) {
            cell[i] = (u32)(int32_t)row[4 * i];
            serial[i] = (u64)(int32_t)row[4 * i + 1];
        }
        for (int i = 0; i < RUN; i++) {
            base[i] = bases[cell[i]];
            spread[i] = spreads[cell[i]];
            kappa[i] = kappas[cell[i]];
            noise[i] = noises[cell[i]];
            bar[i] = bars[cell[i]];
        }
        for (int i = 0; i < RUN; i++) {
            u64 c0 = serial[i], c1 = 0, c2 = week, c3 = PAYMENTS, k0 = key & WORD, k1 = key >> 32;
            for (int r = 0; r < 10; r++) {
                u64 p0 = 0xD2511F53ULL * (c0 & WORD), p1 = 0xCD9E8D57ULL * (c2 & WORD);
                c0 = (p1 >> 32) ^ c1 ^ k0;
                c2 = (p0 >> 32) ^ c3 ^ k1;
                c1 = p1;
                c3 = p0;
                k0 += 0x9E3779B9ULL;
                k1 += 0xBB67AE85ULL;
            }
            a[i] = (u32)c0;
            b[i] = (u32)c1;
            c[i] = (u32)c2;
        }
        for (int i = 0; i < RUN; i++) {
            float first = normal32(odd32(a[i])), seen = weight * first + others * normal32(odd32(b[i]));
            score[i] = kappa[i] * seen + noise[i] * normal32(odd32(c[i]));
            float log_usd = base[i] + spread[i] * first;
            float dollars = rintf(exp32(log_usd < TOP ? log_usd : TOP));
            usd[i] = dollars > 1.0f ? dollars : 1.0f;
        }
        int hits = 0;
        for (int i = 0; i < size; i++) {
            sums[cell[i]] += usd[i];
            sums[cells + cell[i]] += 1.0;
            hit[hits] = (u32)i;
            hits += score[i] > bar[i];
        }
        for (int j = 0; j < hits; j++) {
            u32 i = hit[j];
            sums[2 * cells + cell[i]] += 1.0;
            if (count < most) {
                slot[count] = (int32_t)(start + i);
                where[count] = (int32_t)cell[i];
                deviation[count] = score[i];
                amount[count] = usd[i];
            }
            count++;
        }
    }
    return count;
}

/* shape: lanes, room, segments, cells, most, week. Law: the first two of its arrays are used. */
void screen(const i64 *shape, const u64 *keys, const float *table, const i64 *live, const i64 *segment,
            const double *kappa, const double *lift, const double *cut, const double *delta, const double *weight,
            const double *mu_usd, const double *sd_usd, double *deposits, double *accounts, double *alerts, i64 *count,
            int32_t *slot, int32_t *where, float *score, float *usd) {
    i64 lanes = shape[0], room = shape[1], cells = shape[3], most = shape[4];
    float *record = malloc(5 * cells * sizeof(float));
    double *own = malloc(3 * cells * sizeof(double));
    for (i64 l = 0; l < lanes; l++) {
        double full = 0.0;
        for (int f = 0; f < 4; f++) full += weight[f * lanes + l] * delta[f * lanes + l];
        for (i64 c = 0; c < cells; c++) {
            double k = kappa[c * lanes + l], strength = lift[c * lanes + l], rest = 1.0 - k * k;
            i64 s = segment[c] * lanes + l;
            record[c] = (float)(mu_usd[s] + sd_usd[s] * strength * delta[l]);
            record[cells + c] = (float)sd_usd[s];
            record[2 * cells + c] = (float)k;
            record[3 * cells + c] = (float)sqrt(rest > 0.0 ? rest : 0.0);
            record[4 * cells + c] = (float)(cut[c * lanes + l] - k * strength * full);
        }
        memset(own, 0, 3 * cells * sizeof(double));
        double w = weight[l], rest = 1.0 - w * w;
        i64 at = l * most;
        i64 n = screen_lane(keys[l], (u64)shape[5], table + 4 * l * room, live[l], (float)w,
                            (float)sqrt(rest > 0.0 ? rest : 0.0), record, cells, own, most, slot + at, where + at,
                            score + at, usd + at);
        for (i64 j = 0; j < (n < most ? n : most); j++) {
            i64 c = where[at + j];
            score[at + j] += (float)(kappa[c * lanes + l] * lift[c * lanes + l] * full);
        }
        for (i64 c = 0; c < cells; c++) {
            deposits[c * lanes + l] += own[c];
            accounts[c * lanes + l] += own[cells + c];
            alerts[c * lanes + l] += own[2 * cells + c];
        }
        count[l] = n;
    }
    free(record);
    free(own);
}
