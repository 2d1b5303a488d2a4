# Makes fresh-data.csv, data drawn once for these tests, and fresh.csv, what R computes of them.
# Run in this folder: Rscript fresh.R (needs vcd for kappa and exactRankTests for ties; Debian's r-cran-vcd and
# r-cran-exactranktests).
#
# A line of fresh-data.csv is one list of numbers: the set, what kind it is, the name of the list, the numbers.
# Where R stops or gives NA, NaN or an infinity, the value in fresh.csv is empty.
set.seed(7305)
say <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "")
values <- list()
data <- list()
add <- function(...) {
  set <- ..1
  fields <- unlist(lapply(list(...)[-1], unname))
  values[[length(values) + 1]] <<- data.frame(set, field = names(fields), value = say(unname(fields)))
}
keep <- function(set, kind, name, x) {
  data[[length(data) + 1]] <<- data.frame(set, kind, name, numbers = paste(sprintf("%.17g", x), collapse = " "))
}

# Wilcoxon's test of differences, zeros dropped: exact below 50, with ties, too; else the normal approximation.
signed_ranks <- function(change) {
  ranked <- change[change != 0]
  if (length(ranked) == 0) return(list(w = NA, p = NA, nonzero = 0, exact = 0))
  exact <- length(ranked) < 50
  test <- if (exact) exactRankTests::wilcox.exact(ranked)
    else suppressWarnings(wilcox.test(ranked, correct = FALSE))
  list(w = test$statistic, p = test$p.value, nonzero = length(ranked), exact = as.numeric(exact))
}

# `digits` says how many decimals the data have, where no double holds them: all is of the decimals then.
pairs <- function(set, from, to, digits = NULL) {
  keep(set, "pairs", "from", from)
  keep(set, "pairs", "to", to)
  base <- if (is.null(digits)) 0 else round(mean(from))
  if (!is.null(digits)) {
    from <- round(from - base, digits)
    to <- round(to - base, digits)
  }
  change <- to - from
  if (!is.null(digits)) change <- round(change, digits)
  n <- length(change)
  test <- tryCatch(t.test(change), error = function(e) NULL)
  if (!is.null(test) && is.nan(test$p.value)) test <- NULL
  of <- function(name, at = 1) if (is.null(test)) NA else test[[name]][at]
  ranks <- signed_ranks(change)
  q <- quantile(change, c(0.25, 0.5, 0.75), names = FALSE)
  add(set,
    n = n, mean_from = base + mean(from), sd_from = sd(from), mean_to = base + mean(to), sd_to = sd(to),
    change = mean(change), sd = sd(change), r = suppressWarnings(cor(from, to)),
    se = of("stderr"), t = of("statistic"), df = of("parameter"), p = of("p.value"),
    ci_low = of("conf.int"), ci_high = of("conf.int", 2),
    dz = if (is.null(test)) NA else mean(change) / sd(change),
    dav = mean(change) / ((sd(from) + sd(to)) / 2), db = mean(change) / sd(from),
    min = min(change), q1 = q[1], median = q[2], q3 = q[3], max = max(change),
    w = ranks$w, p_wilcoxon = ranks$p, nonzero = ranks$nonzero, exact = ranks$exact)
}

# No ties: every n up to where the exact distribution ends, and on.
for (n in c(2, 3, 4, 5, 6, 7, 9, 13, 20, 31, 48, 49, 50, 51, 120, 200)) {
  from <- rnorm(n, 50, 10)
  pairs(paste0("normal-", n), from, from * 0.5 + rnorm(n, 30, 6))
}
# Sum scores: ties and zeros.
for (n in c(2, 5, 12, 33, 49, 50, 97, 200)) {
  from <- sample(0:12, n, replace = TRUE)
  pairs(paste0("scores-", n), from, pmin(12, pmax(0, from + sample(-3:4, n, replace = TRUE))))
}
# Item means, decimals that no double holds.
for (n in c(8, 25, 60, 150)) {
  from <- sample(5:25, n, replace = TRUE) / 5
  pairs(paste0("means-", n), from, sample(5:25, n, replace = TRUE) / 5, digits = 1)
}
# Zeros but no ties.
for (n in c(10, 55)) {
  from <- rnorm(n, 5, 2)
  to <- from + rnorm(n, 1, 2)
  to[c(2, 7)] <- from[c(2, 7)]
  pairs(paste0("zeros-", n), from, to)
}
# Far from zero, and in other units.
for (offset in c(1e4, 1e6, 1e9)) {
  from <- offset + round(rnorm(40, 0, 3), 2)
  pairs(sprintf("offset-%g", offset), from, round(from + round(rnorm(40, 1, 2), 2), 2), digits = 2)
}
for (unit in c(1e-150, 1e-9, 1e12, 1e140)) {
  from <- unit * rexp(30)
  pairs(sprintf("unit-%g", unit), from, from * runif(30, 0.5, 1.7))
}
# Heavy tails, strong effects, no effect, opposed, small beside their mean.
from <- rcauchy(80)
pairs("cauchy", from, rcauchy(80))
from <- rlnorm(150, 2, 1.5)
pairs("lognormal", from, from * rlnorm(150, 0.3, 0.4))
from <- rnorm(180, 20, 4)
pairs("strong", from, from + rnorm(180, 9, 1.5))
pairs("opposed", from[1:30], 40 - from[1:30] + rnorm(30, 0, 0.01))
pairs("equal-sums", c(1, 2, 3, 4, 5, 6), c(6, 5, 4, 3, 2, 1))
pairs("all-up", c(1.5, 2.25, 3, 4.75), c(2, 4.25, 7, 10.75))
# What has no answer.
pairs("constant-from", rep(4, 9), rnorm(9, 5, 1))
pairs("constant-to", rnorm(9, 5, 1), rep(4, 9))
pairs("constant-change", c(1, 4, 2, 8, 5), c(3, 6, 4, 10, 7))
pairs("no-change", c(3, 1, 4, 1, 5), c(3, 1, 4, 1, 5))

# Two groups and a fixed mean.
for (i in 1:6) {
  set <- paste0("groups-", i)
  first <- round(rnorm(sample(2:90, 1), 20, 5), i - 1)
  second <- round(rnorm(sample(2:90, 1), 22, 5 * i), 2)
  keep(set, "groups", "first", first)
  keep(set, "groups", "second", second)
  test <- t.test(first, second)
  one <- t.test(first, mu = 19.5)
  add(set,
    difference = mean(first) - mean(second), t = test$statistic, df = test$parameter, p = test$p.value,
    ci_low = test$conf.int[1], ci_high = test$conf.int[2], se = test$stderr,
    one_t = one$statistic, one_df = one$parameter, one_p = one$p.value)
}

# Scales: alpha by the covariance matrix.
for (k in c(2, 3, 5, 9, 20)) {
  for (n in c(10, 35, 80)) {
    set <- sprintf("scale-%d-%d", k, n)
    trait <- rnorm(n)
    items <- sapply(seq_len(k), function(i) pmin(5, pmax(1, round(3 + runif(1, -0.2, 1.2) * trait + rnorm(n)))))
    if (k == 3) items <- items * c(1, 2.5, 0.1)[col(items)] + 20
    for (i in seq_len(k)) keep(set, "items", paste0("item", i), items[, i])
    covariances <- cov(items)
    alpha <- k / (k - 1) * (1 - sum(diag(covariances)) / sum(covariances))
    f <- qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1))
    add(set, n = n, items = k, alpha = alpha, ci_low = 1 - (1 - alpha) * f[1], ci_high = 1 - (1 - alpha) * f[2])
  }
}

# Raters: kappa by vcd.
for (i in 1:12) {
  set <- paste0("raters-", i)
  k <- sample(2:6, 1)
  n <- sample(c(8, 30, 100, 700), 1)
  first <- sample(k, n, replace = TRUE, prob = runif(k))
  second <- ifelse(runif(n) < (i - 2) / 10, first, sample(k, n, replace = TRUE))
  counts <- unclass(table(factor(first, 1:k), factor(second, 1:k)))
  for (row in 1:k) keep(set, "table", paste0("row", row), counts[row, ])
  kappa <- vcd::Kappa(counts)
  limits <- confint(kappa)["Unweighted", ]
  add(set,
    n = n, observed = sum(diag(counts)) / n, expected = sum(rowSums(counts) * colSums(counts)) / n^2,
    kappa = kappa$Unweighted[["value"]], se = kappa$Unweighted[["ASE"]], ci_low = limits[[1]], ci_high = limits[[2]])
}

write.csv(do.call(rbind, data), "fresh-data.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, values), "fresh.csv", row.names = FALSE, quote = FALSE)
