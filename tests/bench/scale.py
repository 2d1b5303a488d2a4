"""The work of scale.rs with Polars: python scale.py STUDY/data/quantitative/responses.csv"""

import sys
import time
from itertools import combinations

import numpy as np
import polars as pl
from scipy import stats

started = time.time()


def told(what):
    print(f"{what:<10}{time.time() - started:8.2f} s")


items = [f"i{item:02}" for item in range(1, 61)]
data = pl.read_csv(sys.argv[1], schema_overrides={item: pl.Int8 for item in items}).sort("participant", "timepoint")
told("read")
alphas = {}
for scale in range(6):
    own = items[scale * 10 : scale * 10 + 10]
    turned = [(4 - pl.col(item)).alias(item) if at in (1, 4) else pl.col(item) for at, item in enumerate(own)]
    gaps = pl.sum_horizontal([pl.col(item).is_null().cast(pl.Int8) for item in own])
    score = pl.mean_horizontal([item.cast(pl.Float64) for item in turned]) * 10
    data = data.with_columns(pl.when(gaps <= 1).then(score).alias(f"s{scale + 1}"))
    for timepoint in ("T1", "T2", "T3"):
        complete = data.filter((pl.col("timepoint") == timepoint) & (gaps == 0)).select(turned).to_numpy().astype(float)
        total = complete.sum(axis=1).var(ddof=1)
        alphas[scale + 1, timepoint] = 10 / 9 * (1 - complete.var(axis=0, ddof=1).sum() / total)
told("score")
for scale in range(1, 7):
    name = f"s{scale}"
    data.group_by("timepoint").agg(
        pl.col(name).count(), pl.col(name).mean().alias("mean"), pl.col(name).std().alias("sd"),
        *[pl.col(name).quantile(q, "linear").alias(f"q{q}") for q in (0.25, 0.5, 0.75)],
    )
    wide = data.pivot(on="timepoint", index="participant", values=name)
    for one, two in combinations(("T1", "T2", "T3"), 2):
        both = wide.select(one, two).drop_nulls()
        a, b = both[one].to_numpy(), both[two].to_numpy()
        test = stats.ttest_rel(b, a)
        ranks = stats.wilcoxon(b, a, zero_method="wilcox", correction=False, method="approx")
        if (scale, one, two) == (1, "T1", "T2"):
            print((b - a).mean(), test.statistic, test.pvalue, ranks.statistic, np.corrcoef(a, b)[0, 1])
told("analyse")
print(alphas[1, "T1"])
with open("/proc/self/status") as status:
    print(next(line for line in status if line.startswith("VmHWM")).strip())
