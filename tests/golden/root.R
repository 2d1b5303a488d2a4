# Makes root.csv: what follows from the printed figures of the repository's own study, as R computes it.
# Run in this folder: Rscript root.R
#
# The norms stand here a second time, typed from the tables and footnotes of the source (Gillard and
# others, 2022, Table 3), so that an error in instruments.yaml does not hide. Everything else is read
# from the study's files as text.
say <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
reported <- function(name) read.csv(file.path("../../data/quantitative/reported", name), colClasses = "character")
rows <- list()
add <- function(address, field, value) {
  rows[[length(rows) + 1]] <<- data.frame(address, field, value = say(value))
}

norms <- read.csv(text = "
scale,mean,sd,n
wellbeing,51.6,8.71,7020
personal-satisfaction,3.7,0.65,534
workload,3.1,0.77,534
professional-support,3.6,0.69,534
training,3.2,0.92,534
pay,3.4,0.66,534
prospects,3.4,0.66,534
overall-satisfaction,3.44,0.53,534
leadership,3.8,0.77,1152
team-cohesion,4.0,0.73,1152
communication,3.6,0.69,1152
coordination,3.9,0.75,1152
conflict-management,3.6,0.66,1152
team-effectiveness,4.2,0.69,1152
workplace-conditions,3.2,0.91,1152
workplace-resources,3.8,0.86,1152
emotional-exhaustion,19.7,9.6,9855
depersonalisation,8.9,7.4,9855
personal-achievement,35.8,7.6,9855
")

# Welch's test, written out: R's t.test wants the data themselves.
welch <- function(n1, m1, s1, n2, m2, s2) {
  a <- s1^2 / n1
  b <- s2^2 / n2
  se <- sqrt(a + b)
  df <- (a + b)^2 / (a^2 / (n1 - 1) + b^2 / (n2 - 1))
  t <- (m1 - m2) / se
  half <- qt(0.975, df) * se
  list(t = t, df = df, p = 2 * pt(-abs(t), df), ci_low = m1 - m2 - half, ci_high = m1 - m2 + half)
}

describe <- reported("describe.csv")
for (i in seq_len(nrow(describe))) {
  row <- describe[i, ]
  n <- as.numeric(row$n); m <- as.numeric(row$mean); s <- as.numeric(row$sd)
  at <- paste(c(row$scale, if (row$timepoint != "") row$timepoint), collapse = ".")
  # No 20 scores between 32 and 69 have an SD of 9017: nothing is computed from it.
  possible <- s < 1000
  half <- qt(0.975, n - 1) * s / sqrt(n)
  add(paste0("describe.", at), "se", if (possible) s / sqrt(n) else NA)
  add(paste0("describe.", at), "ci_low", if (possible) m - half else NA)
  add(paste0("describe.", at), "ci_high", if (possible) m + half else NA)
  norm <- norms[norms$scale == row$scale, ]
  if (nrow(norm) == 1) {
    add(paste0("norm.", at), "difference", m - norm$mean)
    add(paste0("norm.", at), "smd", (m - norm$mean) / norm$sd)
    test <- welch(n, m, s, norm$n, norm$mean, norm$sd)
    for (field in names(test)) add(paste0("norm.", at), field, if (possible) test[[field]] else NA)
  }
}

change <- reported("change.csv")
for (pair in unique(paste(change$from, change$to, sep = "-"))) {
  family <- change[paste(change$from, change$to, sep = "-") == pair, ]
  p <- as.numeric(family$p)
  holm <- p.adjust(p, "holm")
  bh <- p.adjust(p, "BH")
  for (i in seq_along(p)) {
    at <- paste0("change.", family$scale[i], ".", pair)
    add(at, "p_holm", holm[i])
    add(at, "p_bh", bh[i])
    baseline <- describe[describe$scale == family$scale[i] & describe$timepoint == family$from[i], ]
    add(at, "es_baseline_all", as.numeric(family$change[i]) / as.numeric(baseline$sd))
  }
  add(paste0("family.", pair), "tests", length(p))
  add(paste0("family.", pair), "significant", sum(p < 0.05))
  add(paste0("family.", pair), "holm_significant", sum(holm < 0.05))
  add(paste0("family.", pair), "bh_significant", sum(bh < 0.05))
}

share <- reported("share.csv")
for (i in seq_len(nrow(share))) {
  row <- share[i, ]
  at <- paste(c("share", row$variable, if (row$timepoint != "") row$timepoint, row$level), collapse = ".")
  # Without its correction for continuity this is Wilson's interval.
  interval <- suppressWarnings(prop.test(as.numeric(row$count), as.numeric(row$total), correct = FALSE)$conf.int)
  add(at, "ci_low", 100 * interval[1])
  add(at, "ci_high", 100 * interval[2])
}

write.csv(do.call(rbind, rows), "root.csv", row.names = FALSE, quote = FALSE)
