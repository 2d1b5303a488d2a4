# Makes wilcoxon.csv: Wilcoxon's signed-rank test of the pairs of paired.csv, differences taken as the decimals that they
# are, zeros dropped. p_exact is that of exactRankTests, and coin has to agree; p_normal that of wilcox.test.
# Run in this folder: Rscript wilcoxon.R (Debian's r-cran-exactranktests and r-cran-coin).
suppressPackageStartupMessages({library(exactRankTests); library(coin)})
pairs <- read.csv("paired.csv")[c("dataset", "var1", "var2", "group")]
say <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "NA")
rows <- lapply(seq_len(nrow(pairs)), function(i) {
  row <- pairs[i, ]
  data <- read.csv(file.path("data", paste0(row$dataset, ".csv")))
  if (row$group != "all") data <- data[rowSums(data == row$group, na.rm = TRUE) > 0, ]
  change <- round(data[[row$var2]] - data[[row$var1]], 9)
  change <- change[!is.na(change) & change != 0]
  exact <- wilcox.exact(change, exact = TRUE)
  normal <- suppressWarnings(wilcox.test(change, correct = FALSE))
  other <- pvalue(wilcoxsign_test(change ~ rep(0, length(change)), distribution = "exact", zero.method = "Wilcoxon"))
  stopifnot(abs(as.numeric(other) - exact$p.value) < 1e-9)
  data.frame(row, n_nonzero = length(change), w = say(exact$statistic), p_exact = say(exact$p.value),
    p_normal = say(normal$p.value))
})
write.csv(do.call(rbind, rows), "wilcoxon.csv", row.names = FALSE, quote = FALSE)
