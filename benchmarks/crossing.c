/* The load kernel in C: the same stages, the same addressed draws, the same polynomials, lanes in blocks. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "double.h"
#include "single.h"

#define BLOCK 128
#define SCRATCH __attribute__((aligned(64)))
#define SWITCH 30.0
#define TOP (1.0 - 1e-12)
#define MOST 1e9
#define FEW 16

static double rounded(double mean, double variance, double lean, double u, double most) {
    double z = normal(u), count = floor(mean + sqrt(variance) * z + lean * ((z * z - 1.0) / 6.0) + 0.5);
    count = count < 0.0 ? 0.0 : count;
    return count > most ? most : count;
}

static inline double log_of_rest(double p) { double q = 1.0 - p; return vlog(q) + ((1.0 - q) - p) / q; }

static void poisson_block(double *restrict u, double *restrict lam, double *restrict mass, double *restrict reached,
                          double *restrict count) {
    int large = 0;
    for (int i = 0; i < BLOCK; i++) {
        int walk = lam[i] <= SWITCH;
        double start = vexp(-lam[i]);
        large |= !walk;
        u[i] = (u[i] > TOP) & walk ? TOP : u[i];
        mass[i] = walk ? start : 0.0;
        reached[i] = walk ? start : 4.0;
        count[i] = 0.0;
    }
    for (int k = 1; k < 1024; k += 2) {
        double share = 1.0 / k, next_share = 1.0 / (k + 1);
        int going = 0;
        for (int i = 0; i < BLOCK; i++) {
            int first = u[i] > reached[i];
            double step = mass[i] * (lam[i] * share), sum = reached[i] + step;
            int second = u[i] > sum;
            step = step * (lam[i] * next_share);
            mass[i] = step;
            reached[i] = sum + step;
            double so_far = first ? count[i] + 1.0 : count[i];
            count[i] = second ? so_far + 1.0 : so_far;
            going |= second;
        }
        if (!going) break;
    }
    if (large)
        for (int i = 0; i < BLOCK; i++)
            if (!(lam[i] <= SWITCH)) count[i] = rounded(lam[i], lam[i], 1.0, u[i], INFINITY);
}

static void binomial_block(double *restrict u, const double *restrict n, const double *restrict p,
                           const double *restrict log_rest, const double *restrict odds, double *restrict mass,
                           double *restrict reached, double *restrict count) {
    int large = 0;
    for (int i = 0; i < BLOCK; i++) {
        double chance = p[i] > 0.5 ? 1.0 - p[i] : p[i];
        chance = chance < 0.0 ? 0.0 : chance;
        int walk = n[i] * chance * (1.0 - chance) <= SWITCH;
        double limit = p[i] > 0.5 ? 1.0 - u[i] : u[i], start = vexp(n[i] * log_rest[i]);
        large |= !walk;
        u[i] = (limit > TOP) & walk ? TOP : limit;
        mass[i] = walk ? start : 0.0;
        reached[i] = walk ? start : 4.0;
        count[i] = 0.0;
    }
    for (int k = 1; k < 1024; k += 2) {
        double share = 1.0 / k, next_share = 1.0 / (k + 1), before = k - 1.0, now = k;
        int going = 0;
        for (int i = 0; i < BLOCK; i++) {
            int first = u[i] > reached[i];
            double step = mass[i] * ((n[i] - before) * share * odds[i]), sum = reached[i] + step;
            int second = u[i] > sum;
            step = step * ((n[i] - now) * next_share * odds[i]);
            mass[i] = step;
            reached[i] = sum + step;
            double so_far = first ? count[i] + 1.0 : count[i];
            count[i] = second ? so_far + 1.0 : so_far;
            going |= second;
        }
        if (!going) break;
    }
    for (int i = 0; i < BLOCK; i++) count[i] = count[i] > n[i] ? n[i] : count[i];
    if (large)
        for (int i = 0; i < BLOCK; i++) {
            double chance = p[i] > 0.5 ? 1.0 - p[i] : p[i];
            chance = chance < 0.0 ? 0.0 : chance;
            double rest = 1.0 - chance, variance = n[i] * chance * rest;
            if (!(variance <= SWITCH)) count[i] = rounded(n[i] * chance, variance, rest - chance, u[i], n[i]);
        }
    for (int i = 0; i < BLOCK; i++) count[i] = p[i] > 0.5 ? n[i] - count[i] : count[i];
}

static inline float weigh(u32 word, float spread) { return exp32(spread * (normal32(odd32(word)) - 0.5f * spread)); }

static inline double pile_spread(double n, double sigma, double growth) {
    double x = growth / n, one = 1.0 + x, spread = sqrt(vlog(one) + (x - (one - 1.0)) / one);
    return n > 1.0 ? spread : sigma;
}

void cross(const i64 *shape, const double *send, const double *stock, const float *rate, const double *p_inspect,
           const double *mean_load, const double *sigma, const u64 *keys, const u64 *where, const u64 *sender,
           const u64 *way, double *sent, double *passed, double *seized, double *delivered, double *trials,
           double *hits, double *arrests) {
    i64 senders = shape[0], drugs = shape[1], ways = shape[2], lanes = shape[3], cells = ways * lanes;
    u64 week = where[0], process = where[1], size_process = where[2];
    u64 *ids = malloc(8 * ways);
    i64 *group_of = malloc(8 * ways), *place_of = malloc(8 * ways), groups = 0;
    for (i64 c = 0; c < ways; c++) {
        group_of[c] = groups;
        for (i64 g = 0; g < groups; g++)
            if (ids[g] == way[c] >> 4) group_of[c] = g;
        if (group_of[c] == groups) ids[groups++] = way[c] >> 4;
    }
    i64 shared = (groups * lanes + BLOCK - 1) / BLOCK * BLOCK, size = 16 * shared;
    for (i64 c = 0; c < ways; c++) place_of[c] = (i64)(way[c] & 15) * shared + group_of[c] * lanes;
    i64 words = 18 * size + 2 * shared + (2 + FEW) * lanes + 8 + BLOCK;
    double *room = aligned_alloc(64, (8 * words + size + 63) / 64 * 64);
    double *lam = room, *log_rest = lam + size, *odds = log_rest + size, *pin = odds + size;
    double *mean = pin + size, *upper = mean + size;
    u64 *key = (u64 *)(upper + size), *number = key + size, *group_key = number + size, *group_id = group_key + shared;
    u64 *lane_of = group_id + shared, *origin = lane_of + size, *cell_of = origin + size;
    u64 *hit_of = cell_of + size + 8;
    double *bh = (double *)(hit_of + size), *went = bh + size, *caught = went + size + BLOCK;
    double *factor = caught + size, *held = factor + lanes, *spreads = held + lanes;
    unsigned char *open = (unsigned char *)(spreads + FEW * lanes);
    memset(room, 0, 8 * words + size);
    memset(arrests, 0, cells * 8);
    memset(sent, 0, senders * drugs * lanes * 8);
    memset(passed, 0, senders * drugs * lanes * 8);
    memset(seized, 0, drugs * cells * 8);
    memset(delivered, 0, drugs * cells * 8);
    for (i64 c = 0; c < ways; c++)
        for (i64 l = 0; l < lanes; l++) {
            i64 i = place_of[c] + l;
            group_key[group_of[c] * lanes + l] = keys[l];
            group_id[group_of[c] * lanes + l] = way[c] >> 4;
            key[i] = keys[l];
            number[i] = way[c];
            lane_of[i] = l;
            origin[i] = c * lanes + l;
        }
    for (i64 d = 0; d < drugs; d++) {
        const double *spread = sigma + d * lanes;
        double *sz = seized + d * cells, *dl = delivered + d * cells;
        for (i64 c = 0; c < ways; c++)
            for (i64 l = 0; l < lanes; l++) {
                pin[place_of[c] + l] = p_inspect[d * cells + c * lanes + l];
                mean[place_of[c] + l] = mean_load[d * cells + c * lanes + l];
            }
        for (i64 i = 0; i < size; i++) {
            double chance = pin[i] > 0.5 ? 1.0 - pin[i] : pin[i];
            chance = chance < 0.0 ? 0.0 : chance;
            log_rest[i] = log_of_rest(chance);
            odds[i] = chance / (1.0 - chance);
        }
        for (i64 l = 0; l < lanes; l++) spreads[l] = expm1(spread[l] * spread[l]);
        for (i64 n = 1; n < FEW; n++)
            for (i64 l = 0; l < lanes; l++) spreads[n * lanes + l] = pile_spread(n, spread[l], spreads[l]);
        for (i64 s = 0; s < senders; s++) {
            int any = 0;
            for (i64 l = 0; l < lanes; l++) any |= send[(s * drugs + d) * lanes + l] != 0.0;
            if (!any) continue;
            i64 row = s * drugs + d, found = 0, with_hit = 0;
            const double *want = send + row * lanes;
            const float *split = rate + row * cells;
            double *n_out = trials + row * cells, *h_out = hits + row * cells;
            u64 base = (sender[s] << 20) | ((u64)d << 16);
            for (i64 start = 0; start < shared; start += BLOCK) {
                u64 words[4][BLOCK] SCRATCH;
                for (int i = 0; i < BLOCK; i++)
                    philox(group_key[start + i], process, week, base | group_id[start + i], 0, &words[0][i],
                           &words[1][i], &words[2][i], &words[3][i]);
                for (int w = 0; w < 16; w++)
                    for (int i = 0; i < BLOCK; i++)
                        upper[w * shared + start + i] = (double)((words[w & 3][i] >> (w >> 2) * 8) & 0xFF);
            }
            for (i64 c = 0; c < ways; c++) {
                const double *restrict up = upper + place_of[c];
                double *restrict la = lam + place_of[c];
                unsigned char *restrict op = open + place_of[c];
                for (i64 l = 0; l < lanes; l++) {
                    float x = (float)want[l] * split[c * lanes + l];
                    x = (x >= 0.0f) & (x <= 1e9f) ? x : 0.0f;
                    la[l] = x;
                    float least = 1.0f - x * (1.0f - x * (0.5f - x * (1.0f / 6.0f)));
                    op[l] = ((float)up[l] + 1.0f) * 0x1p-8f > least - 0x1p-20f;
                }
            }
            for (i64 j = 0; j < size; j += 8) {
                u64 eight;
                memcpy(&eight, open + j, 8);
                if (!eight) continue;
                for (i64 i = j; i < j + 8; i++) {
                    cell_of[found] = i;
                    found += open[i];
                }
            }
            double *through = passed + row * lanes;
            for (i64 start = 0; start < found; start += BLOCK) {
                double u[BLOCK] SCRATCH, v[BLOCK] SCRATCH, m[BLOCK] SCRATCH, n[BLOCK] SCRATCH, h[BLOCK] SCRATCH;
                double pp[BLOCK] SCRATCH, lr[BLOCK] SCRATCH, od[BLOCK] SCRATCH, ma[BLOCK] SCRATCH, re[BLOCK] SCRATCH;
                double up[BLOCK] SCRATCH, me[BLOCK] SCRATCH;
                float sp[BLOCK] SCRATCH;
                u32 w[BLOCK] SCRATCH;
                u64 ln[BLOCK] SCRATCH;
                u64 k[BLOCK] SCRATCH, who[BLOCK] SCRATCH;
                int take = found - start < BLOCK ? found - start : BLOCK;
                for (int i = 0; i < take; i++) {
                    u64 cell = cell_of[start + i];
                    k[i] = key[cell];
                    who[i] = number[cell];
                    up[i] = upper[cell];
                    m[i] = lam[cell];
                    pp[i] = pin[cell];
                    lr[i] = log_rest[cell];
                    od[i] = odds[cell];
                    me[i] = mean[cell];
                    ln[i] = lane_of[cell];
                }
                for (int i = take; i < BLOCK; i++) {
                    m[i] = pp[i] = lr[i] = od[i] = me[i] = 0.0;
                    up[i] = 1.0;
                    k[i] = who[i] = ln[i] = 0;
                }
                for (int i = 0; i < BLOCK; i++) {
                    u64 w0, w1, w2, w3;
                    philox(k[i], process, week, base | who[i], 1, &w0, &w1, &w2, &w3);
                    u[i] = unit((u64)up[i] << 24 | w0 >> 8, (w0 & 0xFF) << 24 | (w1 & 0xFFF) << 12);
                    v[i] = unit(w2, w3);
                    w[i] = (u32)((w1 & 0xFFFFF000) | (w3 & 0xFFF));
                }
                poisson_block(u, m, ma, re, n);
                binomial_block(v, n, pp, lr, od, ma, re, h);
                int many = 0;
                for (int i = 0; i < BLOCK; i++) {
                    double left = n[i] - h[i];
                    int few = left < FEW;
                    many |= !few;
                    sp[i] = spreads[(few ? (u64)left : 0) * lanes + ln[i]];
                }
                if (many)
                    for (int i = 0; i < BLOCK; i++)
                        if (n[i] - h[i] >= FEW) sp[i] = pile_spread(n[i] - h[i], 0.0, spreads[ln[i]]);
                double *restrict to = went + start;
                for (int i = 0; i < BLOCK; i++) to[i] = (n[i] - h[i]) * me[i] * weigh(w[i], sp[i]);
                for (int i = 0; i < take; i++) {
                    u64 cell = cell_of[start + i], at = origin[cell];
                    n_out[at] += n[i];
                    through[ln[i]] += to[i];
                    if (h[i] > 0.0) {
                        h_out[at] += h[i];
                        arrests[at] += h[i];
                        hit_of[with_hit] = cell;
                        bh[with_hit++] = h[i];
                    }
                }
            }
            memset(caught, 0, with_hit * 8);
            i64 place = 0, load = 0;
            while (place < with_hit) {
                i64 home[BLOCK] SCRATCH;
                u64 slot[BLOCK] SCRATCH = {0}, k[BLOCK] SCRATCH = {0}, who[BLOCK] SCRATCH = {0};
                u32 words[4][BLOCK] SCRATCH;
                float sp[BLOCK] SCRATCH = {0}, left[BLOCK] SCRATCH = {0}, sum[BLOCK] SCRATCH = {0};
                i64 filled = 0;
                for (; filled < BLOCK && place < with_hit; filled++) {
                    u64 cell = hit_of[place];
                    home[filled] = place;
                    slot[filled] = load / 4 + 1;
                    left[filled] = bh[place] - load;
                    k[filled] = key[cell];
                    who[filled] = number[cell];
                    sp[filled] = spread[lane_of[cell]];
                    load += 4;
                    if (load >= bh[place]) { place++; load = 0; }
                }
                for (int i = 0; i < BLOCK; i++) {
                    u64 w0, w1, w2, w3;
                    philox(k[i], size_process, week, base | who[i], slot[i], &w0, &w1, &w2, &w3);
                    words[0][i] = w0; words[1][i] = w1; words[2][i] = w2; words[3][i] = w3;
                }
                for (int w = 0; w < 4; w++)
                    for (int i = 0; i < BLOCK; i++) sum[i] += left[i] > w ? weigh(words[w][i], sp[i]) : 0.0f;
                for (i64 i = 0; i < filled; i++) caught[home[i]] += sum[i] * mean[hit_of[home[i]]];
            }
            double *to = sent + row * lanes;
            const double *have = stock + row * lanes;
            for (i64 l = 0; l < lanes; l++) held[l] = 0.0;
            for (i64 j = 0; j < with_hit; j++) held[lane_of[hit_of[j]]] += caught[j];
            for (i64 l = 0; l < lanes; l++) {
                double all = through[l] + held[l];
                int is_short = all > have[l];
                factor[l] = is_short ? have[l] / all : 1.0;
                to[l] = is_short ? have[l] : all;
                through[l] *= factor[l];
            }
            for (i64 j = 0; j < found; j++) {
                u64 cell = cell_of[j];
                dl[origin[cell]] += went[j] * factor[lane_of[cell]];
            }
            for (i64 j = 0; j < with_hit; j++) {
                u64 cell = hit_of[j];
                sz[origin[cell]] += caught[j] * factor[lane_of[cell]];
            }
        }
    }
    free(room);
    free(ids);
    free(group_of);
    free(place_of);
}
