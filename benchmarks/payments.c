/* Screening of accounts in C: the same stages, the same addressed draws, the same polynomials, in blocks. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "double.h"
#include "single.h"

#define RUN 512
#define QUARTER 128
#define BLOCK 64
#define SCRATCH __attribute__((aligned(64)))
#define PAYMENTS 32ULL

/* Places, cells plus 1 and words of the rows of one lane that have an alert. */
static i64 list_alerts(u64 key, u64 week, const int16_t *restrict cell, i64 rows, const u32 *restrict limit, i64 most,
                       int32_t *restrict slot, int32_t *restrict where, u32 *restrict words) {
    SCRATCH u32 hit[RUN + 1], word[RUN];
    i64 count = 0;
    for (i64 start = 0; start < rows; start += RUN) {
        int size = rows - start < RUN ? (int)(rows - start) : RUN;
        u64 call = (u64)start / 4;
        for (int i = 0; i < QUARTER; i++) {
            u64 a, b, c, d;
            philox(key, PAYMENTS, week, call + i, 0, &a, &b, &c, &d);
            word[i] = (u32)a;
            word[QUARTER + i] = (u32)b;
            word[2 * QUARTER + i] = (u32)c;
            word[3 * QUARTER + i] = (u32)d;
        }
        u64 hits = 0;
        for (int i = 0; i < size; i++) {
            hit[hits] = (u32)i;
            hits += word[i] < limit[cell[start + i] + 1];
        }
        for (i64 j = 0; j < (i64)hits && count + j < most; j++) {
            u32 i = hit[j];
            slot[count + j] = (int32_t)(start + i);
            where[count + j] = cell[start + i] + 1;
            words[count + j] = word[i];
        }
        count += (i64)hits;
    }
    return count;
}

static void normal_block(const double *restrict u, double *restrict z) {
    int far = 0;
    for (int i = 0; i < BLOCK; i++) z[i] = -vlog(4.0 * u[i] * (1.0 - u[i]));
    for (int i = 0; i < BLOCK; i++) {
        int near = z[i] < CENTRE;
        far |= !near;
        z[i] = near ? central_normal(u[i], z[i]) : INFINITY;
    }
    if (far)
        for (int i = 0; i < BLOCK; i++)
            if (z[i] == INFINITY) z[i] = tail_normal(u[i]);
}

/* shape: lanes, room, cells, banks, spots, most, week. */
void screen(const i64 *shape, const u64 *keys, const int16_t *cell, const i64 *live, const i64 *spots,
            const double *kappa, const double *lift, const double *cut, const double *delta, const double *weight,
            const double *watched, i64 *count, int32_t *slot, int32_t *where, double *score) {
    i64 lanes = shape[0], room = shape[1], cells = shape[2], banks = shape[3], most = shape[5];
    u32 *limit = calloc(cells + 1, sizeof(u32)), *words = malloc(most * sizeof(u32));
    double *scale = calloc(cells + 1, sizeof(double)), *mean = calloc(cells + 1, sizeof(double));
    SCRATCH double u[BLOCK], z[BLOCK];
    for (int i = 0; i < BLOCK; i++) u[i] = 0.5;
    for (i64 l = 0; l < lanes; l++) {
        double full = 0.0;
        for (int f = 0; f < 4; f++) full += weight[f * lanes + l] * delta[f * lanes + l];
        for (i64 s = 0; s < shape[4]; s++) {
            i64 c = spots[s];
            mean[c + 1] = kappa[c * lanes + l] * lift[c * lanes + l] * full;
            double chance = 0.5 * erfc((cut[c * lanes + l] - mean[c + 1]) * M_SQRT1_2);
            double some = rint(chance * watched[(c % banks) * lanes + l] * 0x1p32);
            some = some < 0x1p32 - 1.0 ? some : 0x1p32 - 1.0;
            limit[c + 1] = (u32)some;
            scale[c + 1] = chance / some;
        }
        int32_t *slots = slot + l * most, *cells_of = where + l * most;
        count[l] = list_alerts(keys[l], (u64)shape[6], cell + l * room, live[l], limit, most, slots, cells_of, words);
        i64 listed = count[l] < most ? count[l] : most;
        for (i64 at = 0; at < listed; at += BLOCK) {
            int size = listed - at < BLOCK ? (int)(listed - at) : BLOCK;
            for (int i = 0; i < size; i++) u[i] = ((double)words[at + i] + 0.5) * scale[cells_of[at + i]];
            normal_block(u, z);
            for (int i = 0; i < size; i++) {
                score[l * most + at + i] = mean[cells_of[at + i]] - z[i];
                cells_of[at + i] -= 1;
            }
        }
    }
    free(limit);
    free(words);
    free(scale);
    free(mean);
}
