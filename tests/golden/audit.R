# Sound tables of real data, printed with one, two and three decimals by three ways of rounding, and faults to plant in
# them. Run in this folder: Rscript audit.R. Base R is enough.
#
# audit/describe-D-WAY.csv and audit/change-D-WAY.csv are sound: D decimals of means, SDs, limits and errors; t, r and
# effect sizes have two at least, p has three. WAY is `away` (a half away from zero), `even` (a half to the even digit)
# or `cut` (cut off). A change is later minus earlier, its effect size divided by the SD of the earlier measurement.
# audit/faults.csv: each line a fault to plant, in one cell or in two that are exchanged.

sleep <- read.csv("data/sleep.csv")
anorexia <- read.csv("data/anorexia.csv")
btheb <- read.csv("data/btheb.csv")
bfi <- read.csv("data/bfi.csv")

# Every scale: a matrix with a column for each timepoint, complete cases only.
scales <- list(sleep = as.matrix(sleep[, c("extra1", "extra2")]))
scales[["weight-all"]] <- as.matrix(anorexia[, c("Prewt", "Postwt")])
for (arm in unique(anorexia$Treat))
  scales[[paste0("weight-", tolower(arm))]] <- as.matrix(anorexia[anorexia$Treat == arm, c("Prewt", "Postwt")])
for (arm in unique(btheb$treatment)) {
  x <- as.matrix(btheb[btheb$treatment == arm, c("bdi_pre", "bdi_2m", "bdi_3m", "bdi_5m", "bdi_8m")])
  scales[[paste0("bdi-", tolower(arm))]] <- x[complete.cases(x), ]
}
halves <- list(c("A2", "C1", "E3", "N1", "O1"), c("A3", "C2", "E4", "N2", "O3"))
for (level in 1:5) {
  people <- bfi[which(bfi$education == level), unlist(halves)]
  people <- people[complete.cases(people), ][1:40, ]
  scales[[paste0("traits-", level)]] <- sapply(halves, function(items) rowSums(people[, items]))
}
scales <- lapply(scales, unname)

away <- function(x, d) sign(x) * floor(abs(x) * 10^d + 0.5 + 1e-9) / 10^d
even <- function(x, d) round(x, d)
cut <- function(x, d) sign(x) * floor(abs(x) * 10^d + 1e-9) / 10^d
ways <- list(away = away, even = even, cut = cut)
shown <- function(x, d, way) {
  text <- sprintf("%.*f", d, way(x, d))
  ifelse(grepl("^-[0.]+$", text), sub("-", "", text), text)
}
p_shown <- function(p, way) if (p < 0.001) "<0.001" else shown(p, 3, way)

describe <- function(d, way) {
  rows <- list()
  for (name in names(scales)) for (at in seq_len(ncol(scales[[name]]))) {
    x <- scales[[name]][, at]
    rows[[length(rows) + 1]] <- data.frame(
      scale = name, timepoint = paste0("T", at), n = length(x), mean = shown(mean(x), d, way),
      sd = shown(sd(x), d, way), min = shown(min(x), d, way), max = shown(max(x), d, way),
      se = shown(sd(x) / sqrt(length(x)), d, way))
  }
  do.call(rbind, rows)
}

change <- function(d, way) {
  rows <- list()
  for (name in names(scales)) for (at in seq_len(ncol(scales[[name]]))[-1]) {
    a <- scales[[name]][, 1]; b <- scales[[name]][, at]
    test <- t.test(b, a, paired = TRUE)
    fine <- max(d, 2)
    rows[[length(rows) + 1]] <- data.frame(
      scale = name, from = "T1", to = paste0("T", at), n = length(a), change = shown(mean(b - a), d, way),
      ci_low = shown(test$conf.int[1], d, way), ci_high = shown(test$conf.int[2], d, way),
      p = p_shown(test$p.value, way), es = shown(mean(b - a) / sd(a), fine, way),
      t = shown(unname(test$statistic), fine, way), df = length(a) - 1, sd = shown(sd(b - a), d, way),
      se = shown(sd(b - a) / sqrt(length(a)), d, way), r = shown(cor(a, b), fine, way))
  }
  do.call(rbind, rows)
}

dir.create("audit", showWarnings = FALSE)
put <- function(x, name) write.csv(x, file.path("audit", name), row.names = FALSE, quote = FALSE)
faults <- NULL
plant <- function(d, name, kind, file, row, field, text, row2 = "", text2 = "") {
  faults <<- rbind(faults, data.frame(decimals = d, way = name, kind = kind, file = file, line = row + 1, field = field,
                                      text = text, line2 = row2, text2 = text2))
}
flip <- function(text) if (grepl("^-", text)) sub("-", "", text) else paste0("-", text)
is_zero <- function(text) grepl("^-?[0.]+$", text)
turn <- 0
for (d in 1:3) for (name in names(ways)) {
  way <- ways[[name]]
  des <- describe(d, way); cha <- change(d, way)
  put(des, sprintf("describe-%d-%s.csv", d, name))
  put(cha, sprintf("change-%d-%s.csv", d, name))
  # A fault is planted only where it changes what is printed; rows take turns.
  each <- function(rows, how_many, f) {
    tried <- 0; made <- 0
    while (made < how_many && tried < length(rows)) {
      turn <<- turn + 1; tried <- tried + 1
      made <- made + isTRUE(f(rows[(turn * 7) %% length(rows) + 1]))
    }
  }
  all_des <- seq_len(nrow(des)); all_cha <- seq_len(nrow(cha))
  each(all_des, 2, function(i) {        # a mean stands in another row, and the other here
    j <- which(des$timepoint == des$timepoint[i] & des$scale != des$scale[i])
    j <- j[des$mean[j] != des$mean[i]]
    j <- j[(turn %% length(j)) + 1]
    plant(d, name, "swapped mean", "describe", i, "mean", des$mean[j], j + 1, des$mean[i]); TRUE
  })
  each(all_des, 3, function(i) {        # a standard error in the place of an SD
    if (des$se[i] == des$sd[i]) return(FALSE)
    plant(d, name, "SD for SE", "describe", i, "sd", des$se[i]); TRUE
  })
  each(all_cha, 2, function(i) {
    if (cha$se[i] == cha$sd[i]) return(FALSE)
    plant(d, name, "SD for SE", "change", i, "sd", cha$se[i]); TRUE
  })
  each(all_cha, 3, function(i) {        # half of p
    if (grepl("<", cha$p[i])) return(FALSE)
    one <- p_shown(as.numeric(cha$p[i]) / 2, way)
    if (one == cha$p[i] || as.numeric(cha$p[i]) < 0.01) return(FALSE)
    plant(d, name, "one-tailed p", "change", i, "p", one); TRUE
  })
  each(all_cha, 3, function(i) {        # another number of pairs
    plant(d, name, "wrong n", "change", i, "n", as.character(cha$n[i] + c(-5, -3, -1)[turn %% 3 + 1])); TRUE
  })
  lost <- function(text) switch(turn %% 3 + 1, sub("\\.", "", text), sub("^(-?)0*([0-9]*)\\.", "\\10.\\2", text),
                                 sub("^(-?)[0-9]", "\\1", text))
  for (field in c("mean", "sd", "max")) each(all_des, 1, function(i) {
    text <- lost(des[i, field]); text <- sub("^(-?)\\.", "\\10.", text)
    if (text == des[i, field] || is_zero(des[i, field]) || is_zero(text)) return(FALSE)
    plant(d, name, "lost digit", "describe", i, field, text); TRUE
  })
  for (field in c("change", "ci_low", "ci_high", "t", "es", "sd", "se")) each(all_cha, 1, function(i) {
    text <- lost(cha[i, field]); text <- sub("^(-?)\\.", "\\10.", text)
    if (suppressWarnings(as.numeric(text) == as.numeric(cha[i, field])) || is_zero(cha[i, field]) || is_zero(text)) return(FALSE)
    plant(d, name, "lost digit", "change", i, field, text); TRUE
  })
  for (field in c("change", "ci_low", "ci_high", "t", "es")) each(all_cha, 1, function(i) {
    if (is_zero(cha[i, field])) return(FALSE)
    plant(d, name, "sign", "change", i, field, flip(cha[i, field])); TRUE
  })
}
put(faults, "faults.csv")
cat(nrow(faults), "faults\n"); print(table(faults$kind))
