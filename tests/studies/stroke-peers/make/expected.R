# Makes make/expected.csv: every result of the participants' answers, as R computes it.
# Run in the study's folder: Rscript make/expected.R
#
# The scales stand here a second time, typed from the questionnaires and not read from instruments.yaml,
# so that an error there does not hide. Values have 17 significant digits; NA is a value that does not exist.
people <- read.csv("data/quantitative/participants.csv", colClasses = c(participant = "character"))
rows <- read.csv("data/quantitative/responses.csv", colClasses = c(participant = "character"))
people <- people[order(people$participant), ]
times <- c("T0", "T1", "T2", "T3")
groups <- list(peer = people$arm == "peer", usual = people$arm == "usual")
everybody <- rep(TRUE, nrow(people))

address <- character(); field <- character(); value <- character()
say <- function(x) ifelse(is.na(x), "NA", sprintf("%.17g", x))
add <- function(at, results) {
  address <<- c(address, rep(at, length(results)))
  field <<- c(field, names(results))
  value <<- c(value, say(unlist(lapply(results, as.numeric))))
}
# One call for everybody and one for each group, the group's id behind the address.
by_group <- function(at, f) {
  add(at, f(everybody))
  for (g in names(groups)) add(paste0(at, "@", g), f(groups[[g]]))
}

# ---- From answers to scores: one vector of people for each column, scale and timepoint. ----------
# A row of nothing is no answer; the interviewer's letters are not one.
asked <- setdiff(names(rows), c("participant", "timepoint", "interviewer"))
column <- function(name, time) {
  there <- rows[rows$timepoint == time, ]
  there[match(people$participant, there$participant), name]
}
answered <- sapply(times, function(t) rowSums(sapply(asked, function(c) !is.na(column(c, t)) & column(c, t) != "")) > 0)

scored <- function(items, rule, gaps, lo = NA, hi = NA, reversed = character()) function(t) {
  x <- sapply(items, column, time = t)
  for (name in reversed) x[, name] <- lo + hi - x[, name]
  missing <- rowSums(is.na(x))
  mean <- rowSums(x, na.rm = TRUE) / (length(items) - missing)
  score <- switch(rule, mean = mean, sum = ifelse(missing == 0, rowSums(x, na.rm = TRUE), mean * length(items)))
  ifelse(missing > gaps, NA, score)
}
scales <- list(
  mood = scored(sprintf("mood%02d", 1:9), "sum", 2),
  confidence = scored(sprintf("conf%02d", 1:10), "mean", 1, 1, 5, c("conf03", "conf07")),
  wellbeing = scored(sprintf("wb%02d", 1:14), "sum", 2),
  outings = scored(sprintf("part%02d", 1:5), "sum", 0),
  company = scored(sprintf("part%02d", 6:10), "sum", 0)
)
items <- list(
  mood = sprintf("mood%02d", 1:9), confidence = sprintf("conf%02d", 1:10), wellbeing = sprintf("wb%02d", 1:14),
  outings = sprintf("part%02d", 1:5), company = sprintf("part%02d", 6:10)
)
scales$participation <- function(t) scales$outings(t) + scales$company(t)
scales$walking <- function(t) as.numeric(column("sixmin", t))
score <- lapply(scales, function(f) sapply(times, f))

norms <- list(
  mood = c(mean = 6.2, sd = 4.9, n = 812),
  confidence = c(mean = 3.60, sd = 0.70, n = NA),
  wellbeing = c(mean = 50.1, sd = 8.6, n = 1490),
  walking = c(mean = 505, sd = 96, n = NA)
)

# ---- What is computed of a sample. ---------------------------------------------------------------
quietly <- function(x) suppressWarnings(x)
if_any <- function(x, f) if (length(x) == 0) NA else f(x)

described <- function(x, who) {
  x <- x[who]
  missing <- sum(is.na(x))
  x <- x[!is.na(x)]
  n <- length(x)
  more <- n >= 2 && sd(x) > 0
  limits <- if (more) t.test(x)$conf.int else c(NA, NA)
  quartiles <- if (n > 0) quantile(x, c(.25, .5, .75), type = 7, names = FALSE) else rep(NA, 3)
  list(
    n = n, missing = missing, mean = if_any(x, mean), sd = if (n >= 2) sd(x) else NA,
    se = if (more) sd(x) / sqrt(n) else NA, min = if_any(x, min), q1 = quartiles[1], median = quartiles[2],
    q3 = quartiles[3], max = if_any(x, max), ci_low = limits[1], ci_high = limits[2]
  )
}

# Against a norm with n by Welch's test, written out because t.test wants the data; without n one sample.
beside_norm <- function(x, norm, who) {
  x <- x[who]
  x <- x[!is.na(x)]
  n <- length(x)
  difference <- mean(x) - norm[["mean"]]
  if (is.na(norm[["n"]])) {
    test <- t.test(x, mu = norm[["mean"]])
    t <- test$statistic; df <- test$parameter; p <- test$p.value; limits <- test$conf.int - norm[["mean"]]
  } else {
    a <- var(x) / n
    b <- norm[["sd"]]^2 / norm[["n"]]
    df <- (a + b)^2 / (a^2 / (n - 1) + b^2 / (norm[["n"]] - 1))
    t <- difference / sqrt(a + b)
    p <- 2 * pt(-abs(t), df)
    limits <- difference + c(-1, 1) * qt(0.975, df) * sqrt(a + b)
  }
  list(
    n = n, mean = mean(x), sd = sd(x), norm_mean = norm[["mean"]], norm_sd = norm[["sd"]], norm_n = norm[["n"]],
    difference = difference, smd = difference / norm[["sd"]], t = t, df = df, p = p,
    ci_low = limits[1], ci_high = limits[2]
  )
}

# Later minus earlier.
changed <- function(from, to, who) {
  at_first <- from[who]
  pair <- who & !is.na(from) & !is.na(to)
  x <- from[pair]
  y <- to[pair]
  test <- t.test(y, x, paired = TRUE)
  # Differences as decimals, zeros dropped; exact below 50 of them, with ties, too.
  ranked <- round(y - x, 9)
  ranked <- ranked[ranked != 0]
  exact <- length(ranked) < 50
  signed <- if (exact) exactRankTests::wilcox.exact(ranked) else quietly(wilcox.test(ranked, correct = FALSE))
  change <- mean(y - x)
  list(
    n = length(x), mean_from = mean(x), mean_to = mean(y), sd_from = sd(x), sd_to = sd(y), r = cor(x, y),
    change = change, sd = sd(y - x), se = sd(y - x) / sqrt(length(x)), ci_low = test$conf.int[1],
    ci_high = test$conf.int[2], t = test$statistic, df = test$parameter, p = test$p.value,
    es = change / sd(x), es_baseline_pairs = change / sd(x), es_baseline_all = change / sd(at_first, na.rm = TRUE),
    es_change = change / sd(y - x), es_average = change / ((sd(x) + sd(y)) / 2),
    w = signed$statistic, p_wilcoxon = signed$p.value, wilcoxon_exact = as.numeric(exact),
    direction = sign(change)
  )
}

contrasted <- function(x, y) {
  x <- x[!is.na(x)]
  y <- y[!is.na(y)]
  test <- t.test(x, y)
  pooled <- sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / (length(x) + length(y) - 2))
  list(
    n_first = length(x), mean_first = mean(x), sd_first = sd(x), n_second = length(y), mean_second = mean(y),
    sd_second = sd(y), difference = mean(x) - mean(y), smd = (mean(x) - mean(y)) / pooled, se = test$stderr,
    t = test$statistic, df = test$parameter, p = test$p.value, ci_low = test$conf.int[1], ci_high = test$conf.int[2]
  )
}

# Wilson's interval, without a continuity correction, in per cent.
shared <- function(count, total) {
  z <- qnorm(0.975)
  p <- count / total
  middle <- (p + z^2 / (2 * total)) / (1 + z^2 / total)
  half <- z / (1 + z^2 / total) * sqrt(p * (1 - p) / total + z^2 / (4 * total^2))
  list(count = count, total = total, percent = 100 * p, ci_low = 100 * (middle - half), ci_high = 100 * (middle + half))
}

# Cronbach's alpha of those who answered every item, with Feldt's interval.
reliable <- function(x) {
  x <- x[rowSums(is.na(x)) == 0, ]
  n <- nrow(x)
  k <- ncol(x)
  alpha <- k / (k - 1) * (1 - sum(apply(x, 2, var)) / var(rowSums(x)))
  f <- qf(c(0.975, 0.025), n - 1, (n - 1) * (k - 1))
  list(n = n, items = k, alpha = alpha, ci_low = 1 - (1 - alpha) * f[1], ci_high = 1 - (1 - alpha) * f[2])
}

# Cohen's kappa of two codings of the same excerpts, its interval by Fleiss, Cohen and Everitt (1969).
agreed <- function(first, second) {
  n <- length(first)
  table <- matrix(c(sum(first & second), sum(!first & second), sum(first & !second), sum(!first & !second)), 2) / n
  rows <- rowSums(table)
  columns <- colSums(table)
  by_chance <- sum(rows * columns)
  if (by_chance == 1) return(list(n = n, kappa = NA, ci_low = NA, ci_high = NA))
  seen <- sum(diag(table))
  kappa <- (seen - by_chance) / (1 - by_chance)
  on <- sum(diag(table) * (1 - (rows + columns) * (1 - kappa))^2)
  off <- (1 - kappa)^2 * (table[1, 2] * (columns[1] + rows[2])^2 + table[2, 1] * (columns[2] + rows[1])^2)
  se <- sqrt(on + off - (kappa - by_chance * (1 - kappa))^2) / ((1 - by_chance) * sqrt(n))
  # A standard error of 0 makes no interval.
  if (se < 1e-12) return(list(n = n, kappa = kappa, ci_low = NA, ci_high = NA))
  list(n = n, kappa = kappa, ci_low = max(-1, kappa - qnorm(0.975) * se), ci_high = min(1, kappa + qnorm(0.975) * se))
}

# ---- All of them. --------------------------------------------------------------------------------
for (s in names(score)) for (t in times) by_group(paste("describe", s, t, sep = "."), function(who) described(score[[s]][, t], who))
once <- list(age = people$age, months = people$months, strokes = people$strokes)
for (v in names(once)) by_group(paste0("describe.", v), function(who) described(once[[v]], who))
for (t in times) by_group(paste0("describe.contacts.", t), function(who) described(column("contacts", t), who))

for (s in names(norms)) for (t in times) by_group(paste("norm", s, t, sep = "."), function(who) beside_norm(score[[s]][, t], norms[[s]], who))

# A family is every scale over one pair of timepoints, of everybody or of one group.
pairs <- combn(times, 2, simplify = FALSE)
for (pair in pairs) {
  between <- paste(pair, collapse = "-")
  for (g in c("", names(groups))) {
    who <- if (g == "") everybody else groups[[g]]
    behind <- if (g == "") "" else paste0("@", g)
    found <- lapply(score, function(x) changed(x[, pair[1]], x[, pair[2]], who))
    p <- sapply(found, function(x) x$p)
    holm <- p.adjust(p, "holm")
    bh <- p.adjust(p, "BH")
    for (s in names(found)) {
      add(paste0("change.", s, ".", between, behind), c(found[[s]], list(p_holm = holm[[s]], p_bh = bh[[s]])))
    }
    add(paste0("family.", between, behind), list(
      tests = length(p), significant = sum(p < 0.05), holm_significant = sum(holm < 0.05), bh_significant = sum(bh < 0.05)
    ))
  }
}

categorical <- list(
  arm = c("peer", "usual"), gender = c("woman", "man", "other"), living = c("alone", "with-others", "supported"),
  help = c("family", "friends", "paid", "nobody"), activity = c("none", "street", "cafe", "work")
)
share <- function(at, x, levels) for (level in levels) {
  by_group(paste0(at, ".", level), function(who) {
    given <- strsplit(x[who & !is.na(x) & x != ""], ";")
    shared(sum(sapply(given, function(one) level %in% one)), length(given))
  })
}
for (v in setdiff(names(categorical), "activity")) share(paste0("share.", v), people[[v]], categorical[[v]])
for (t in times) share(paste0("share.activity.", t), column("activity", t), categorical$activity)

for (s in names(items)) for (t in times) by_group(paste("reliability", s, t, sep = "."), function(who) {
  x <- sapply(items[[s]], column, time = t)
  if (s == "confidence") x[, c("conf03", "conf07")] <- 6 - x[, c("conf03", "conf07")]
  reliable(x[who, ])
})

for (s in names(score)) {
  for (t in times) {
    x <- score[[s]][, t]
    add(paste("contrast", s, t, sep = "."), contrasted(x[groups$peer], x[groups$usual]))
  }
  for (pair in pairs) {
    x <- score[[s]][, pair[2]] - score[[s]][, pair[1]]
    add(paste0("contrast.", s, ".", paste(pair, collapse = "-")), contrasted(x[groups$peer], x[groups$usual]))
  }
}

stayed <- answered[, "T0"] & answered[, "T3"]
left <- answered[, "T0"] & !answered[, "T3"]
first <- c(lapply(score, function(x) x[, "T0"]), once, list(contacts = column("contacts", "T0")))
for (v in names(first)) add(paste0("attrition.", v), contrasted(first[[v]][stayed], first[[v]][left]))
for (v in setdiff(names(categorical), "activity")) for (level in categorical[[v]]) {
  share_of <- function(who) {
    given <- strsplit(people[[v]][who & !is.na(people[[v]]) & people[[v]] != ""], ";")
    c(sum(sapply(given, function(one) level %in% one)), length(given))
  }
  a <- share_of(stayed)
  b <- share_of(left)
  add(paste0("attrition.", v, ".", level), list(
    count_first = a[1], total_first = a[2], percent_first = 100 * a[1] / a[2], count_second = b[1], total_second = b[2],
    percent_second = 100 * b[1] / b[2], difference = 100 * a[1] / a[2] - 100 * b[1] / b[2]
  ))
}

# Of those who answered anything at a timepoint: who has a score, and how it came about.
for (s in names(score)) for (t in times) by_group(paste("missing", s, t, sep = "."), function(who) {
  there <- who & answered[, t]
  has <- !is.na(score[[s]][there, t])
  how <- list(complete_items = NA, filled = NA, partial = NA, unanswered = NA)
  if (s %in% names(items)) {
    x <- sapply(items[[s]], column, time = t)[there, ]
    gaps <- rowSums(is.na(x))
    how <- list(
      complete_items = sum(gaps == 0), filled = sum(gaps > 0 & has), partial = sum(gaps < ncol(x) & !has),
      unanswered = sum(gaps == ncol(x))
    )
  }
  c(list(participants = sum(there), n = sum(has), missing = sum(!has), percent = 100 * sum(!has) / sum(there)), how)
})

by_group("flow", function(who) list(participants = sum(who), complete = sum(rowSums(answered[who, ]) == 4)))
for (k in seq_along(times)) by_group(paste0("flow.", times[k]), function(who) {
  now <- answered[who, k]
  before <- if (k == 1) rep(TRUE, sum(who)) else answered[who, k - 1]
  ever <- if (k == 1) rep(FALSE, sum(who)) else rowSums(answered[who, seq_len(k - 1), drop = FALSE]) > 0
  list(
    participants = sum(now), missing = sum(!now), lost = sum(before & !now), returned = sum(now & !before & ever),
    joined = if (k == 1) 0 else sum(now & !ever)
  )
})

# ---- Two codings: that of the memos and that of the second coder. ---------------------------------
coded <- list()
for (memo in sort(list.files("data/qualitative/memos", full.names = TRUE))) {
  lines <- readLines(memo, encoding = "UTF-8")
  own <- sub("^codes: \\[(.*)\\]$", "\\1", grep("^codes:", lines, value = TRUE)[1])
  for (line in grep("^> — ", lines, value = TRUE)) {
    who <- sub("^> — ([A-Z0-9-]+).*$", "\\1", line)
    codes <- if (grepl("[", line, fixed = TRUE)) sub("^.*\\[(.*)\\]$", "\\1", line) else own
    number <- sum(startsWith(as.character(names(coded)), paste0(who, "/"))) + 1
    coded[[paste0(who, "/", number)]] <- strsplit(codes, "[, ]+")[[1]]
  }
}
second <- read.csv("data/qualitative/second-coding.csv")
stopifnot(second$excerpt %in% names(coded))
again <- strsplit(second$codes, ";")
codes <- c(
  "being-understood", "seeing-it-done", "giving-back", "somewhere-to-go", "getting-there", "low-days", "body-limits",
  "left-alone"
)
for (code in codes) {
  add(paste0("agreement.", code), agreed(
    sapply(coded[second$excerpt], function(x) code %in% x), sapply(again, function(x) code %in% x)
  ))
}

write.csv(data.frame(address, field, value), "make/expected.csv", row.names = FALSE, quote = FALSE)
