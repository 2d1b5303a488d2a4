# Makes law.csv: tails and quantiles of Student's t and of the normal
# distribution as R computes them. Run in this folder: Rscript law.R
say <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
rows <- list()
add <- function(law, df, at, value) {
  keep <- is.finite(value) & value != 0 & abs(value) > 1e-300
  rows[[length(rows) + 1]] <<- data.frame(law, df, at, value)[keep, ]
}

df <- c(1, 1.5, 2, 3, 4.25, 7, 9, 15.5, 31, 71, 103.00285889409074, 203.2, 999, 1e4, 123456.7, 1e6, 1e8)
t <- c(1e-6, 1e-3, 0.1, 0.5, 0.9, 1, 1.2, 1.7, 1.75, 2, 2.5, 3, 5, 7.5, 10, 15, 20, 30, 37, 50)
p <- c(0.999, 0.9, 0.6, 0.5, 0.4, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001, 1e-5, 1e-8, 1e-12, 1e-20, 1e-50)
for (v in df) {
  add("t_two_sided_p", v, t, 2 * pt(t, v, lower.tail = FALSE))
  add("t_two_sided_quantile", v, p, qt(p / 2, v, lower.tail = FALSE))
}
z <- c(-30, -8, -3, -1.96, -1, -0.1, 0, 0.1, 0.5, 1, 1.5, 1.96, 2.5758, 3, 4, 5, 8, 10, 15, 20, 30, 37)
add("normal_upper_tail", NA, z, pnorm(z, lower.tail = FALSE))
add("normal_two_sided_p", NA, z, 2 * pnorm(abs(z), lower.tail = FALSE))
tail <- c(1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 5e-4, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.45, 0.6, 0.9, 0.975, 0.999)
add("normal_quantile", NA, tail, qnorm(tail, lower.tail = FALSE))

out <- do.call(rbind, rows)
out[2:4] <- lapply(out[2:4], say)
write.csv(out, "law.csv", row.names = FALSE, quote = FALSE)
