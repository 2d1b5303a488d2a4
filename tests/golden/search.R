# Draws studies, computes every result in R, and compares all fields with what the program says.
#
#   Rscript search.R PROGRAM [SEEDS [FIRST]]
#   Rscript search.R --printed PROGRAM [SEEDS [FIRST]]
#   Rscript search.R --slice SEED...
#
# The second form builds each study, too, and compares the text of each figure, as it stands on the page, with R's value
# rounded in the same way; it takes its time. The third form keeps studies as golden data, in search/SEED, each with expected.csv: R's value of every field and, where
# a disclosure profile rounds it, what is shown then.
# PROGRAM is the program's path, SEEDS how many studies are drawn (2000), FIRST the first seed (1). Each study is asked
# under the profile `open`, to 1e-9 relative, and once more under `standard` or `strict`, where each shown figure has to
# be R's, rounded as decimals with halves away from zero. Nothing is said of a figure that a profile withholds; one that R
# has and the program has not, or the other way round, is a difference. Exits 1 where there are differences.
#
# The studies have items (reversed, with gaps, whole or with decimals), held scores with 0 to 3 decimals, totals, norms
# with and without n, constant data, ties, no change at all, groups of one and of nobody, drop-outs, and codings by two.
# Needs jsonlite and exactRankTests (Debian: r-cran-jsonlite, r-cran-exactranktests).
suppressPackageStartupMessages({library(jsonlite); library(exactRankTests)})
arguments <- commandArgs(TRUE)
slice <- arguments[1] == "--slice"
printed <- arguments[1] == "--printed"
if (printed) arguments <- arguments[-1]
program <- if (slice) "" else normalizePath(arguments[1])
seeds <- if (!slice && length(arguments) > 1) as.integer(arguments[2]) else 2000L
first <- if (!slice && length(arguments) > 2) as.integer(arguments[3]) else 1L
root <- file.path(tempdir(), "study")
pick <- function(x, ...) x[sample.int(length(x), 1, ...)]
# Decimals as decimals: R's doubles carry noise in their last bits.
clean <- function(x) ifelse(abs(x) < 1e-11, 0, signif(x, 14))
quietly <- function(x) suppressWarnings(tryCatch(x, error = function(e) NULL))

draw <- function() {
  s <- list()
  s$n <- pick(c(1, 2, 3, 4, 5, 6, 9, 14, 22, 35, 49, 50, 58, 80))
  s$times <- paste0("T", 1:pick(c(1, 2, 2, 2, 3)))
  s$levels <- letters[1:pick(c(2, 2, 3))]
  s$arm <- sample(s$levels, s$n, replace = TRUE, prob = c(5, 4, 1)[seq_along(s$levels)])
  if (s$n > 8 && runif(1) < 0.1) { s$arm[] <- "a"; s$arm[1] <- "b" }
  s$sign <- pick(c(1, 1, -1))
  s$effect <- pick(c("sd-baseline-pairs", "sd-baseline-all", "sd-change", "sd-average"))
  s$level <- pick(c(0.95, 0.95, 0.9, 0.99))
  s$decimals <- sample(0:3, 4, replace = TRUE)
  s$k <- sample(2:6, 2, replace = TRUE)
  s$unit <- c(1, pick(c(1, 0.5, 0.1)))
  s$most <- c(pick(2:6), pick(2:6))
  s$rule <- c(pick(c("sum", "mean")), pick(c("sum", "mean")))
  s$gaps <- sapply(s$k, function(k) pick(0:(k - 1)))
  s$reversed <- lapply(s$k, function(k) which(runif(k) < 0.3))
  s$held_decimals <- pick(0:3)
  s$norm <- list(mean = round(runif(1, 0, 12), 1), sd = round(runif(1, 0.5, 5), 1), n = if (runif(1) < 0.5) 45)
  flat <- runif(1) < 0.06
  still <- runif(1) < 0.06
  s$items <- lapply(1:2, function(a) lapply(s$times, function(t) {
    trait <- rnorm(s$n)
    x <- sapply(seq_len(s$k[a]), function(i) pmin(s$most[a], pmax(0, round(s$most[a] / 2 + trait + rnorm(s$n)))))
    x <- matrix(x, nrow = s$n)
    if (flat) x[] <- 1
    x[runif(length(x)) < pick(c(0, 0.02, 0.15))] <- NA
    x * s$unit[a]
  }))
  base <- round(runif(s$n, 0, pick(c(2, 20, 300))), s$held_decimals)
  s$held <- lapply(seq_along(s$times), function(t) {
    x <- if (flat) rep(3, s$n) else base
    if (t > 1 && !still) x <- round(x + round(rnorm(s$n, 0.2, pick(c(0.1, 1, 4))), s$held_decimals), s$held_decimals)
    x[runif(s$n) < 0.05] <- NA
    x
  })
  gone <- runif(s$n) < pick(c(0, 0.1, 0.4))
  for (t in seq_along(s$times)[-1]) {
    for (a in 1:2) s$items[[a]][[t]][gone, ] <- NA
    s$held[[t]][gone] <- NA
  }
  s$age <- round(runif(s$n, 18, 90), pick(0:1)); s$age[runif(s$n) < 0.1] <- NA
  s$visits <- rpois(s$n, 2); s$visits[runif(s$n) < 0.1] <- NA
  s$sex <- sample(c("f", "m", "x", NA), s$n, replace = TRUE, prob = c(5, 4, 0.5, 0.5))
  s$read <- pick(c(0, 0, 6, 30))
  s$coder <- matrix(runif(s$read * 2) < pick(c(0.1, 0.5, 0.9)), ncol = 2)
  agree <- runif(s$read) < 0.6
  s$coder[agree, 2] <- s$coder[agree, 1]
  s
}

text <- function(x) ifelse(is.na(x), "", format(x, digits = 15, scientific = FALSE, trim = TRUE, drop0trailing = TRUE))
text <- Vectorize(text)

write_study <- function(s, profile) {
  put <- function(path, ...) {
    dir.create(dirname(file.path(root, path)), recursive = TRUE, showWarnings = FALSE)
    writeLines(c(...), file.path(root, path))
  }
  unlink(root, recursive = TRUE)
  put("book.toml", "[book]", "title = \"S\"", "authors = [\"A\"]", "language = \"en\"", "src = \"content\"", "[output.synthesist]")
  put("content/SUMMARY.md", "# Summary", "", "- [One](one.md)")
  put("content/one.md", "# One", "", "Words.")
  put("content/paper.yaml", "date: 2026-01-01")
  put("data/study.yaml", "timepoints:",
    sprintf("  - {id: %s, label: %s, month: %d}", s$times, s$times, seq_along(s$times) - 1),
    "strands:", "  - {id: numbers, label: Numbers}", "  - {id: words, label: Words}", "group: arm",
    "attribution: \"(?<person>p[0-9]+)-(?<timepoint>T[0-9])\"",
    sprintf("disclosure: {profile: %s}", profile), "conventions:",
    sprintf("  change: %s", if (s$sign > 0) "later-minus-earlier" else "earlier-minus-later"),
    sprintf("  effect-size: %s", s$effect), sprintf("  confidence: %s", s$level))
  name <- function(a) sprintf("%s%d", c("a", "b")[a], seq_len(s$k[a]))
  scale <- function(a) sprintf(paste0("      - {id: s%s, label: S%s, items: [%s], item-range: [0, %s], score: %s, ",
    "missing: {at-most: %d, fill: person-mean}, reverse: [%s], better: higher, decimals: %d}"), c("a", "b")[a], a,
    paste(name(a), collapse = ", "), text(s$most[a] * s$unit[a]), s$rule[a], s$gaps[a],
    paste(name(a)[s$reversed[[a]]], collapse = ", "), s$decimals[a])
  put("data/quantitative/instruments.yaml", "instruments:", "  - id: q", "    name: Q", "    scales:", scale(1), scale(2),
    sprintf("      - {id: held, label: H, column: held, better: lower, decimals: %d, norm: {mean: %.1f, sd: %.1f, population: x%s}}",
      s$decimals[3], s$norm$mean, s$norm$sd, if (is.null(s$norm$n)) "" else paste0(", n: ", s$norm$n)),
    sprintf("      - {id: both, label: B, total-of: [sa, held], better: higher, decimals: %d}", s$decimals[4]),
    "variables:", sprintf("  - {id: arm, label: Arm, kind: categorical, levels: [%s]}", paste(s$levels, collapse = ", ")),
    "  - {id: age, label: Age, kind: continuous}", "  - {id: visits, label: Visits, kind: count}",
    "  - {id: sex, label: Sex, kind: categorical, levels: [f, m, x]}")
  id <- sprintf("p%03d", seq_len(s$n))
  put("data/quantitative/participants.csv", "participant,arm,age,visits,sex",
    paste(id, s$arm, text(s$age), text(s$visits), ifelse(is.na(s$sex), "", s$sex), sep = ","))
  rows <- unlist(lapply(seq_along(s$times), function(t) {
    cells <- cbind(s$items[[1]][[t]], s$items[[2]][[t]], s$held[[t]])
    there <- rowSums(!is.na(cells)) > 0
    lines <- paste(id, s$times[t], apply(cells, 1, function(x) paste(text(x), collapse = ",")), sep = ",")
    lines[there]
  }))
  put("data/quantitative/responses.csv", paste(c("participant,timepoint", name(1), name(2), "held"), collapse = ","), rows)
  if (s$read > 0) {
    put("data/qualitative/codebook.yaml", "themes:",
      sprintf("  - {id: t%d, label: Theme %d, codes: [{id: c%d, label: Code %d}]}", 1:2, 1:2, 1:2, 1:2))
    code <- function(has) ifelse(has, "c1", "c2")
    who <- sprintf("p%03d-T1", (seq_len(s$read) - 1) %% s$n + 1)
    at <- ave(seq_len(s$read), who, FUN = seq_along)
    words <- sprintf("Said %s and more of it.", vapply(seq_len(s$read), function(i) paste(letters[(i * c(3, 7, 11, 13)) %% 26 + 1], collapse = ""), ""))
    put("data/qualitative/excerpts.csv", "attribution,codes,text", sprintf("%s,%s,%s %d times", who, code(s$coder[, 1]), words, seq_len(s$read)))
    put("data/qualitative/second-coding.csv", "excerpt,codes", sprintf("%s/%d,%s", who, at, code(s$coder[, 2])))
  }
}

limits <- function(estimate, se, df, level) estimate + c(-1, 1) * qt(1 - (1 - level) / 2, df) * se

describe <- function(x, everybody, level) {
  x <- x[!is.na(x)]
  n <- length(x)
  m <- if (n > 0) clean(mean(x)) else NA
  sd <- if (n > 1) sd(x) else NA
  if (!is.na(sd) && sd < 1e-12) sd <- 0
  se <- if (!is.na(sd) && sd > 0) sd / sqrt(n) else NA
  q <- if (n > 0) clean(quantile(x, c(0.25, 0.5, 0.75), names = FALSE)) else rep(NA, 3)
  ci <- if (!is.na(se)) limits(m, se, n - 1, level) else c(NA, NA)
  list(n = n, missing = everybody - n, mean = m, sd = sd, se = se, min = if (n) min(x) else NA, q1 = q[1], median = q[2],
    q3 = q[3], max = if (n) max(x) else NA, ci_low = ci[1], ci_high = ci[2])
}

norm_of <- function(d, norm, level) {
  out <- list(n = d$n, mean = d$mean, sd = d$sd, norm_mean = norm$mean, norm_sd = norm$sd,
    norm_n = if (is.null(norm$n)) NA else norm$n, difference = clean(d$mean - norm$mean))
  out$smd <- out$difference / norm$sd
  v <- c(d$sd^2 / d$n, if (is.null(norm$n)) 0 else norm$sd^2 / norm$n)
  se <- sqrt(sum(v))
  bad <- d$n < 2 || is.na(d$sd) || se == 0
  df <- if (bad) NA else if (is.null(norm$n)) d$n - 1 else sum(v)^2 / (v[1]^2 / (d$n - 1) + v[2]^2 / (norm$n - 1))
  out$t <- if (bad) NA else out$difference / se
  out$df <- df
  out$p <- if (bad) NA else 2 * pt(-abs(out$t), df)
  ci <- if (bad) c(NA, NA) else limits(out$difference, se, df, level)
  out$ci_low <- ci[1]; out$ci_high <- ci[2]
  out
}

changed <- function(from, to, all_from, s) {
  pair <- !is.na(from) & !is.na(to)
  x <- from[pair]; y <- to[pair]; n <- length(x)
  d <- clean(s$sign * (y - x))
  m <- if (n) clean(mean(d)) else NA
  spread <- function(x) { v <- if (length(x) > 1) sd(x) else NA; if (!is.na(v) && v < 1e-10) 0 else v }
  over <- function(sd) if (is.na(m) || is.na(sd) || sd == 0) NA else m / sd
  sdx <- spread(x); sdy <- spread(y); sdd <- spread(d); sda <- spread(all_from[!is.na(all_from)])
  se <- if (!is.na(sdd) && sdd > 0) sdd / sqrt(n) else NA
  ci <- if (is.na(se)) c(NA, NA) else limits(m, se, n - 1, s$level)
  # Of one pair there is a change, and of everybody's spread its size.
  pairs_sd <- function(sd) if (n > 1) sd else NA
  es <- list("sd-baseline-pairs" = over(sdx), "sd-baseline-all" = over(sda), "sd-change" = over(sdd),
    "sd-average" = over((sdx + sdy) / 2))
  ranked <- round(d, 9)
  ranked <- ranked[ranked != 0]
  exact <- length(ranked) < 50
  test <- if (length(ranked) == 0) NULL else if (exact) wilcox.exact(ranked, exact = TRUE) else
    suppressWarnings(wilcox.test(ranked, correct = FALSE))
  r <- if (n > 1 && sdx > 0 && sdy > 0) cor(x, y) else NA
  list(n = n, mean_from = if (n) clean(mean(x)) else NA, mean_to = if (n) clean(mean(y)) else NA, sd_from = pairs_sd(sdx),
    sd_to = pairs_sd(sdy), r = r, change = m, sd = sdd, se = se, ci_low = ci[1], ci_high = ci[2], t = m / se,
    df = if (is.na(se)) NA else n - 1, p = if (is.na(se)) NA else 2 * pt(-abs(m / se), n - 1),
    es = es[[s$effect]], es_baseline_pairs = es[[1]], es_baseline_all = es[[2]], es_change = es[[3]], es_average = es[[4]],
    w = if (is.null(test)) NA else unname(test$statistic), p_wilcoxon = if (is.null(test)) NA else test$p.value,
    wilcoxon_exact = if (is.null(test)) NA else as.numeric(exact), direction = if (n) sign(s$sign * m) else NA)
}

compared <- function(a, b, level) {
  a <- a[!is.na(a)]; b <- b[!is.na(b)]
  one <- describe(a, length(a), level); two <- describe(b, length(b), level)
  difference <- clean(one$mean - two$mean)
  v <- c(one$sd^2 / one$n, two$sd^2 / two$n)
  bad <- one$n < 2 || two$n < 2 || sum(v) == 0
  se <- if (bad) NA else sqrt(sum(v))
  df <- if (bad) NA else sum(v)^2 / (v[1]^2 / (one$n - 1) + v[2]^2 / (two$n - 1))
  pooled <- if (one$n > 1 && two$n > 1) sqrt(((one$n - 1) * one$sd^2 + (two$n - 1) * two$sd^2) / (one$n + two$n - 2)) else NA
  ci <- if (bad) c(NA, NA) else limits(difference, se, df, level)
  list(n_first = one$n, mean_first = one$mean, sd_first = one$sd, n_second = two$n, mean_second = two$mean,
    sd_second = two$sd, difference = difference, smd = if (is.na(pooled) || pooled == 0) NA else difference / pooled,
    se = se, t = difference / se, df = df, p = if (bad) NA else 2 * pt(-abs(difference / se), df), ci_low = ci[1], ci_high = ci[2])
}

wilson <- function(count, total, level) {
  if (total == 0) return(c(NA, NA))
  ci <- prop.test(count, total, conf.level = level, correct = FALSE)$conf.int
  100 * c(ci)
}

alpha <- function(x, level) {
  x <- x[rowSums(is.na(x)) == 0, , drop = FALSE]
  n <- nrow(x); k <- ncol(x)
  v <- if (n > 1) var(clean(rowSums(x))) else 0
  if (n < 2 || v < 1e-12) return(list(n = n, items = k, alpha = NA, ci_low = NA, ci_high = NA))
  a <- k / (k - 1) * (1 - sum(apply(x, 2, var)) / v)
  f <- qf(c(1 - (1 - level) / 2, (1 - level) / 2), n - 1, (n - 1) * (k - 1))
  list(n = n, items = k, alpha = a, ci_low = 1 - (1 - a) * f[1], ci_high = 1 - (1 - a) * f[2])
}

kappa <- function(one, two, level) {
  n <- length(one)
  p <- table(factor(one, c(TRUE, FALSE)), factor(two, c(TRUE, FALSE))) / n
  po <- sum(diag(p)); pe <- sum(rowSums(p) * colSums(p))
  if (abs(1 - pe) < 1e-12) return(list(n = n, kappa = NA, ci_low = NA, ci_high = NA))
  k <- (po - pe) / (1 - pe)
  # Fleiss, Cohen and Everitt (1969), as in vcd::Kappa.
  w <- diag(2)
  s <- outer(colSums(p), rowSums(p), "+")
  v <- sum(p * (w - s * (1 - k))^2) - (k - pe * (1 - k))^2
  se <- sqrt(max(v, 0)) / (1 - pe) / sqrt(n)
  if (se < 1e-7) se <- 0
  ci <- k + c(-1, 1) * qnorm(1 - (1 - level) / 2) * se
  list(n = n, kappa = k, ci_low = max(-1, ci[1]), ci_high = min(1, ci[2]))
}

expected <- function(s) {
  out <- list()
  add <- function(address, fields) out[[address]] <<- fields
  turned <- lapply(1:2, function(a) lapply(s$items[[a]], function(x) {
    x[, s$reversed[[a]]] <- s$most[a] * s$unit[a] - x[, s$reversed[[a]]]
    clean(x)
  }))
  score <- function(a, t) {
    x <- turned[[a]][[t]]
    given <- rowSums(!is.na(x))
    m <- rowSums(x, na.rm = TRUE) / given
    y <- if (s$rule[a] == "mean") m else m * s$k[a]
    y[given == 0 | s$k[a] - given > s$gaps[a]] <- NA
    y
  }
  scores <- list(
    sa = lapply(seq_along(s$times), function(t) score(1, t)), sb = lapply(seq_along(s$times), function(t) score(2, t)),
    held = s$held)
  scores$both <- lapply(seq_along(s$times), function(t) scores$sa[[t]] + scores$held[[t]])
  there <- lapply(seq_along(s$times), function(t)
    rowSums(!is.na(cbind(s$items[[1]][[t]], s$items[[2]][[t]], s$held[[t]]))) > 0)
  samples <- c(list(list("", rep(TRUE, s$n))), lapply(s$levels, function(l) list(paste0("@", l), s$arm == l)))
  # The columns of a long file are asked at every timepoint, whoever answered.
  asked <- rep(any(unlist(there)), length(s$times))
  for (sample in samples) {
    who <- sample[[2]]
    at <- function(bare) paste0(bare, sample[[1]])
    for (scale in names(scores)) for (t in which(asked)) {
      d <- describe(clean(scores[[scale]][[t]][who]), sum(who), s$level)
      add(at(sprintf("describe.%s.%s", scale, s$times[t])), d)
      if (scale == "held") add(at(sprintf("norm.held.%s", s$times[t])), norm_of(d, s$norm, s$level))
      here <- who & there[[t]]
      x <- scores[[scale]][[t]]
      missing <- list(participants = sum(here), n = sum(here & !is.na(x)), missing = sum(here & is.na(x)),
        percent = if (sum(here)) 100 * sum(here & is.na(x)) / sum(here) else NA)
      a <- match(scale, c("sa", "sb"))
      if (!is.na(a)) {
        given <- rowSums(!is.na(s$items[[a]][[t]]))
        missing$complete_items <- sum(here & given == s$k[a])
        missing$filled <- sum(here & given < s$k[a] & !is.na(x))
        missing$partial <- sum(here & given > 0 & is.na(x))
        missing$unanswered <- sum(here & given == 0)
        add(at(sprintf("reliability.%s.%s", scale, s$times[t])), alpha(turned[[a]][[t]][who, , drop = FALSE], s$level))
      }
      add(at(sprintf("missing.%s.%s", scale, s$times[t])), missing)
    }
    if (length(s$times) > 1) for (f in 1:(length(s$times) - 1)) for (t in (f + 1):length(s$times)) if (asked[f] && asked[t]) {
      comparison <- sprintf("%s-%s", s$times[f], s$times[t])
      changes <- lapply(names(scores), function(scale)
        changed(scores[[scale]][[f]][who], scores[[scale]][[t]][who], clean(scores[[scale]][[f]][who]), s))
      p <- sapply(changes, function(x) x$p)
      holm <- p.adjust(p, "holm"); bh <- p.adjust(p, "BH")
      for (i in seq_along(changes)) add(at(sprintf("change.%s.%s", names(scores)[i], comparison)),
        c(changes[[i]], list(p_holm = holm[i], p_bh = bh[i])))
      below <- function(p) sum(p < round(1 - s$level, 9), na.rm = TRUE)
      add(at(sprintf("family.%s", comparison)), list(tests = sum(!is.na(p)), significant = below(p), holm_significant = below(holm),
        bh_significant = below(bh)))
    }
    add(at("describe.age"), describe(s$age[who], sum(who), s$level))
    add(at("describe.visits"), describe(s$visits[who], sum(who), s$level))
    for (variable in c("arm", "sex")) {
      levels <- if (variable == "arm") s$levels else c("f", "m", "x")
      x <- s[[variable]][who]
      total <- sum(!is.na(x))
      for (level in levels) {
        count <- sum(x == level, na.rm = TRUE)
        ci <- wilson(count, total, s$level)
        add(at(sprintf("share.%s.%s", variable, level)), list(count = count, total = total,
          percent = if (total) 100 * count / total else NA, ci_low = ci[1], ci_high = ci[2]))
      }
    }
  }
  pairs <- combn(s$levels, 2, simplify = FALSE)
  for (scale in names(scores)) for (pair in pairs) {
    end <- if (length(s$levels) == 2) "" else paste0("@", pair[1], "-vs-", pair[2])
    sides <- lapply(pair, function(l) s$arm == l)
    for (t in which(asked)) {
      x <- clean(scores[[scale]][[t]])
      add(sprintf("contrast.%s.%s%s", scale, s$times[t], end), compared(x[sides[[1]]], x[sides[[2]]], s$level))
    }
    if (length(s$times) > 1) for (f in 1:(length(s$times) - 1)) for (t in (f + 1):length(s$times)) if (asked[f] && asked[t]) {
      x <- clean(s$sign * (scores[[scale]][[t]] - scores[[scale]][[f]]))
      add(sprintf("contrast.%s.%s-%s%s", scale, s$times[f], s$times[t], end), compared(x[sides[[1]]], x[sides[[2]]], s$level))
    }
  }
  last <- length(s$times)
  if (last > 1 && asked[1]) {
    stayed <- there[[1]] & there[[last]]; left <- there[[1]] & !there[[last]]
    for (scale in names(scores)) {
      x <- clean(scores[[scale]][[1]])
      add(sprintf("attrition.%s", scale), compared(x[stayed], x[left], s$level))
    }
    for (variable in c("age", "visits")) add(paste0("attrition.", variable), compared(s[[variable]][stayed], s[[variable]][left], s$level))
    for (variable in c("arm", "sex")) for (level in if (variable == "arm") s$levels else c("f", "m", "x")) {
      x <- s[[variable]]
      a <- sum(x[stayed] == level, na.rm = TRUE); m <- sum(!is.na(x[stayed]))
      b <- sum(x[left] == level, na.rm = TRUE); n <- sum(!is.na(x[left]))
      add(sprintf("attrition.%s.%s", variable, level), list(count_first = a, total_first = m,
        percent_first = if (m) 100 * a / m else NA, count_second = b, total_second = n, percent_second = if (n) 100 * b / n else NA,
        difference = if (m && n) clean(100 * a / m - 100 * b / n) else NA))
    }
  }
  if (s$read > 0) {
    add("agreement.c1", kappa(s$coder[, 1], s$coder[, 2], s$level))
    add("agreement.c2", kappa(!s$coder[, 1], !s$coder[, 2], s$level))
  }
  out
}

# The decimals of a shown figure.
places <- function(address, field, s) {
  kind <- sub("\\..*", "", address)
  scale <- sub("@.*", "", strsplit(address, ".", fixed = TRUE)[[1]][2])
  own <- if (scale %in% c("age", "visits", "sex", "arm")) 1 else s$decimals[match(scale, c("sa", "sb", "held", "both"))]
  if (field %in% c("p", "p_holm", "p_bh", "p_wilcoxon")) 3
  else if (field %in% c("df", "w")) 1
  else if (field %in% c("smd", "t", "r", "es", "es_baseline_pairs", "es_baseline_all", "es_change", "es_average", "alpha")) 2
  else if (kind == "reliability") 2
  else own
}

# Halves away from zero, of the decimal.
half_up <- function(x, digits) {
  y <- signif(abs(x), 15) * 10^digits
  sign(x) * floor(signif(y, 14) + 0.5) / 10^digits
}

counts <- c("n", "missing", "norm_n", "count", "total", "tests", "significant", "holm_significant", "bh_significant", "items",
  "n_first", "n_second", "complete_items", "filled", "partial", "unanswered", "count_first", "total_first", "count_second",
  "total_second", "participants", "direction", "wilcoxon_exact")
exact_kinds <- c("share", "missing", "agreement", "family")
# Whether a profile rounds a field: statistics of people's scores, and not what follows from counts alone.
is_rounded <- function(address, field) {
  kind <- sub("\\..*", "", address)
  !(field %in% counts) && !(kind %in% exact_kinds) && !grepl("^attrition\\.(arm|sex)", address) && !grepl("^norm_", field)
}

# A p value that would be shown as 0.000 or 1.000 is a bound.
shown <- function(want, field, d) {
  near <- half_up(want, d)
  p <- field %in% c("p", "p_holm", "p_bh", "p_wilcoxon")
  if (p && near == 0) 0.001 else if (p && near == 1 && want < 1 - 1e-9) 0.999 else near
}

keep <- function(seed) {
  set.seed(seed)
  s <- draw()
  root <<- file.path("search", seed)
  wanted <- expected(s)
  write_study(s, "PROFILE")
  rows <- lapply(names(wanted), function(address) do.call(rbind, lapply(names(wanted[[address]]), function(field) {
    value <- wanted[[address]][[field]]
    rounded <- is_rounded(address, field)
    data.frame(address, field, value = ifelse(is.na(value), "", sprintf("%.17g", value)),
      shown = if (is.na(value)) "" else if (rounded) sprintf("%.15g", shown(value, field, places(address, field, s))) else "exact")
  })))
  write.csv(do.call(rbind, rows), file.path(root, "expected.csv"), row.names = FALSE, quote = FALSE)
}
if (slice) {
  for (seed in as.integer(arguments[-1])) keep(seed)
  quit()
}

told <- 0; compared_fields <- 0; withheld_fields <- 0
differ <- function(seed, profile, address, field, got, wanted) {
  told <<- told + 1
  if (told <= 60) cat(sprintf("%d %s %s.%s: %s, in R %s\n", seed, profile, address, field, format(got, digits = 17), format(wanted, digits = 17)))
}

# How a figure stands on the page.
on_page <- function(want, address, field, s) {
  kind <- sub("\\..*", "", address)
  d <- if (field %in% counts) 0
    else if (field %in% c("df", "w")) as.numeric(abs(want - round(want)) > 1e-9)
    else if (kind %in% c("share", "missing") || grepl("^attrition\\.(arm|sex)", address)) 1
    else if (kind == "agreement") 2
    else if (grepl("^describe\\.visits", address) && field %in% c("min", "max")) 0
    else places(address, field, s)
  text <- sprintf("%.*f", d, abs(half_up(want, d)))
  minus <- want < 0 && grepl("[1-9]", text)
  if (field %in% c("p", "p_holm", "p_bh", "p_wilcoxon")) {
    if (text == "0.000") return("<0.001")
    if (text == "1.000" && want < 1 - 1e-9) return(">0.999")
  }
  paste0(if (minus) "-" else "", text)
}

compare_page <- function(s, wanted, profile, seed) {
  system2(program, c("-C", root, "build"), stdout = FALSE, stderr = FALSE)
  file <- file.path(root, "build", "paper.json")
  if (!file.exists(file)) { differ(seed, profile, "", "", "no page", "a page"); return() }
  for (result in fromJSON(file, simplifyVector = FALSE)$results) {
    want <- wanted[[result$address]]
    for (field in intersect(names(want), names(result$computed))) {
      value <- want[[field]]
      got <- result$computed[[field]]
      # A mark in place of what is withheld.
      bound <- grepl("<", got) && !(field %in% c("p", "p_holm", "p_bh", "p_wilcoxon"))
      if (is.na(value) || bound || !grepl("^[-<>0-9.]+$", got)) next
      compared_fields <<- compared_fields + 1
      text <- on_page(value, result$address, field, s)
      scaled <- abs(value) * 10^nchar(sub("^[^.]*\\.?", "", text))
      edge <- abs(scaled %% 1 - 0.5) < 1e-7 && clean(scaled) %% 0.5 != 0
      if (got != text && !edge) differ(seed, profile, result$address, paste0(field, " on the page"), got, text)
    }
  }
}

compare <- function(s, wanted, profile, seed) {
  write_study(s, profile)
  said <- system2(program, c("-C", root, "results", "--format", "json"), stdout = TRUE, stderr = file.path(tempdir(), "said"))
  results <- tryCatch(fromJSON(paste(said, collapse = "\n"), simplifyVector = FALSE), error = function(e) NULL)
  if (is.null(results)) {
    told <<- told + 1
    cat(seed, profile, "no results:", head(readLines(file.path(tempdir(), "said")), 6), sep = "\n  ")
    return()
  }
  names(results) <- sapply(results, function(x) x$address)
  for (address in setdiff(names(wanted), names(results))) differ(seed, profile, address, "", "nothing", "a result")
  known <- "^(describe|norm|change|family|contrast|share|reliability|missing|attrition|agreement)\\."
  for (address in setdiff(grep(known, names(results), value = TRUE), names(wanted))) differ(seed, profile, address, "", "a result", "nothing")
  for (address in intersect(names(wanted), names(results))) {
    result <- results[[address]]
    hidden <- unlist(result$withheld)
    for (field in names(wanted[[address]])) {
      want <- wanted[[address]][[field]]
      if (is.nan(want)) want <- NA
      if (field %in% hidden) { withheld_fields <<- withheld_fields + 1; next }
      got <- if (is.null(result[[field]])) NA else result[[field]]
      compared_fields <<- compared_fields + 1
      if (is.na(got) || is.na(want)) {
        if (is.na(got) != is.na(want)) differ(seed, profile, address, field, got, want)
        next
      }
      rounded <- profile != "open" && is_rounded(address, field)
      close <- abs(got - want) <= 1e-9 * max(abs(want), 1e-3) || abs(got - want) <= 1e-12
      if (rounded) {
        d <- places(address, field, s)
        near <- shown(want, field, d)
        # Where R's own last bits decide, either neighbour will do only for values that are no decimals.
        edge <- abs(abs(want * 10^d) %% 1 - 0.5) < 1e-7 * max(1, abs(want * 10^d) * 1e-6)
        close <- abs(got - near) < 1e-9 || (edge && clean(want * 10^d) %% 0.5 != 0 && abs(got - want) <= 0.5001 * 10^-d)
      }
      if (!close) differ(seed, profile, address, field, got, want)
      # Zero is zero, and no direction comes of noise.
      if (want == 0 && got != 0 && !rounded) differ(seed, profile, address, field, got, want)
    }
  }
}

started <- Sys.time()
for (seed in first + seq_len(seeds) - 1) {
  set.seed(seed)
  s <- draw()
  wanted <- expected(s)
  for (profile in c("open", if (seed %% 2) "standard" else "strict")) {
    compare(s, wanted, profile, seed)
    if (printed) compare_page(s, wanted, profile, seed)
  }
}
cat(sprintf("%d studies, seeds %d to %d: %d fields compared, %d withheld, %d differences\n", seeds, first, first + seeds - 1,
  compared_fields, withheld_fields, told))
quit(status = as.integer(told > 0))
