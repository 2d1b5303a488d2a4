# The work of scale.rs with data.table: Rscript scale.R STUDY/data/quantitative/responses.csv
library(data.table)
setDTthreads(2)
path <- commandArgs(trailingOnly = TRUE)[1]
started <- proc.time()[["elapsed"]]
told <- function(what) cat(sprintf("%-10s%8.2f s\n", what, proc.time()[["elapsed"]] - started))
d <- fread(path, na.strings = "", key = c("participant", "timepoint"))
told("read")
items <- sprintf("i%02d", 1:60)
scores <- d[, .(participant, timepoint)]
turned <- list()
for (s in 1:6) {
  own <- items[(s - 1) * 10 + 1:10]
  x <- as.matrix(d[, ..own])
  x[, c(2, 5)] <- 4 - x[, c(2, 5)]
  gaps <- rowSums(is.na(x))
  score <- rowMeans(x, na.rm = TRUE) * 10
  score[gaps > 1] <- NA
  set(scores, j = paste0("s", s), value = score)
  for (t in c("T1", "T2", "T3")) {
    y <- x[d$timepoint == t & gaps == 0, ]
    k <- ncol(y)
    turned[[paste(s, t)]] <- k / (k - 1) * (1 - sum(apply(y, 2, var)) / var(rowSums(y)))
  }
}
told("score")
for (s in paste0("s", 1:6)) {
  for (t in c("T1", "T2", "T3")) {
    x <- scores[timepoint == t][[s]]
    c(sum(!is.na(x)), mean(x, na.rm = TRUE), sd(x, na.rm = TRUE), quantile(x, na.rm = TRUE))
  }
  w <- dcast(scores, participant ~ timepoint, value.var = s)
  for (p in list(c("T1", "T2"), c("T1", "T3"), c("T2", "T3"))) {
    a <- w[[p[1]]]
    b <- w[[p[2]]]
    both <- !is.na(a) & !is.na(b)
    test <- t.test(b[both], a[both], paired = TRUE)
    rank <- wilcox.test(b[both], a[both], paired = TRUE, exact = FALSE, correct = FALSE)
    if (s == "s1" && p[2] == "T2") print(c(test$estimate, test$statistic, test$p.value, rank$statistic, cor(a, b, use = "complete.obs")))
  }
}
told("analyse")
print(turned[["1 T1"]])
system("grep VmHWM /proc/$PPID/status")
