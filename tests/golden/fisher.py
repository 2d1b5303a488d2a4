# Makes fisher.csv: tails and quantiles of Fisher's F to thirty digits, printed with seventeen.
# Run in this folder: python3 fisher.py (needs mpmath). R 4.2.2 is no judge here: its qf errs by 1e-7 and more for a
# tiny f, and by 1e-3 where both degrees of freedom reach 1e6.
#
# The tail below the mean is x^a y^b / (a B(a, b)) times a series of positive terms, summed in whole numbers of
# 2^-200; a quantile is found by Newton's method on the logarithm of the tail.
from mpmath import mp, mpf, exp, log, loggamma, nstr

mp.dps = 60
BITS = 200
ONE = 1 << BITS


def tails(df1, df2, f):
    a, b = mpf(df1) / 2, mpf(df2) / 2
    odds = mpf(df1) * f / mpf(df2)
    x, y = odds / (1 + odds), 1 / (1 + odds)
    slope = exp(a * log(x) + b * log(y) - loggamma(a) - loggamma(b) + loggamma(a + b))
    turned = x * (a + b) > a
    if turned:
        a, b, x, y = b, a, y, x
    x, a64, ab64 = int(mp.floor(x * ONE)), int(a * 2**64), int((a + b) * 2**64)
    term, total, k = ONE, 0, 0
    while term > 0:
        total += term
        term = (term * x >> BITS) * (ab64 + (k << 64)) // (a64 + ((k + 1) << 64))
        k += 1
    tail = slope / a * mpf(total) / ONE
    return (1 - tail, tail, slope) if turned else (tail, 1 - tail, slope)


def quantile(df1, df2, tail, upper):
    tail = mpf(tail)
    # Damped at first: the logarithm of a tail bends.
    at = mpf(0)
    for _ in range(500):
        low, high, slope = tails(df1, df2, exp(at))
        step = (log(high) - log(tail)) * high / slope if upper else (log(tail) - log(low)) * low / slope
        most = 4 + abs(at) / 2
        at += max(-most, min(most, step))
        if abs(step) < mpf(10) ** -40:
            return exp(at)
    raise ArithmeticError((df1, df2, tail, upper))


PAIRS = [(1, 1), (1, 4), (2, 2), (3, 9), (9, 3), (0.5, 7.25), (9, 36), (19, 19), (49, 196), (249, 1743),
         (2708, 10832), (1999, 37981), (999999, 3999996), (400000000, 400000000)]
TAILS = [1e-12, 1e-6, 0.0005, 0.005, 0.025, 0.3, 0.975]

with open("fisher.csv", "w", newline="\n") as out:
    print("law,df1,df2,at,value", file=out)
    for df1, df2 in PAIRS:
        for tail in TAILS:
            for upper, side in [(False, "lower"), (True, "upper")]:
                f = quantile(df1, df2, tail, upper)
                print(f"{side}_quantile,{df1},{df2},{tail!r},{nstr(f, 17)}", file=out)
                at = float(f)
                both = tails(df1, df2, mpf(at))
                print(f"{side}_tail,{df1},{df2},{at!r},{nstr(both[upper], 17)}", file=out)
