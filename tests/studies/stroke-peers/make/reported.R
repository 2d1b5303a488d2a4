# Makes data/quantitative/reported/*.csv: what an invented three-month report of the same study printed.
# Run in the study's folder after make/expected.R: Rscript make/reported.R
#
# Everything is rounded from make/expected.csv but for two slips that are made here, and said in `note`.
results <- read.csv("make/expected.csv")
of <- function(address, field, decimals) {
  x <- as.numeric(results$value[results$address == address & results$field == field])
  text <- sprintf("%.*f", decimals, x)
  ifelse(field == "p" & x < 0.001, "<0.001", ifelse(as.numeric(text) == 0, sub("-", "", text), text))
}
rows <- function(file, columns, lines) writeLines(c(columns, lines), file.path("data/quantitative/reported", file))

describe <- function(scale, time, decimals, note = "", mean = NULL) {
  at <- paste(c("describe", scale, if (time != "") time), collapse = ".")
  # The ends of a scale of means and of the walk have decimals of their own.
  ends <- c(confidence = 2, walking = 0)[scale]
  ends <- if (is.na(ends)) 0 else ends
  paste(c(
    scale, time, of(at, "n", 0), if (is.null(mean)) of(at, "mean", decimals) else mean, of(at, "sd", decimals),
    of(at, "min", ends), of(at, "max", ends), note
  ), collapse = ",")
}
rows("describe.csv", "scale,timepoint,n,mean,sd,min,max,note", c(
  describe("mood", "T0", 1), describe("mood", "T1", 1), describe("confidence", "T0", 2), describe("confidence", "T1", 2),
  describe("wellbeing", "T0", 1),
  describe("wellbeing", "T1", 1, "a slip of the report: nobody ever had this mean at three months", mean = "48.2"),
  describe("walking", "T0", 0), describe("age", "", 1)
))

change <- function(scale, decimals, note = "", n = NULL, es = 2) {
  at <- paste("change", scale, "T0-T1", sep = ".")
  paste(c(
    scale, "T0", "T1", if (is.null(n)) of(at, "n", 0) else n, of(at, "change", decimals), of(at, "ci_low", decimals),
    of(at, "ci_high", decimals), of(at, "p", 3), of(at, "es", es), note
  ), collapse = ",")
}
rows("change.csv", "scale,from,to,n,change,ci_low,ci_high,p,es,note", c(
  change("mood", 1), change("confidence", 2),
  change("wellbeing", 1, "the report prints everybody at three months here and not the pairs", n = of("describe.wellbeing.T1", "n", 0)),
  change("participation", 1, es = 1), change("walking", 1)
))

share <- function(variable, time, level, decimals = 0) {
  at <- paste(c("share", variable, if (time != "") time, level), collapse = ".")
  paste(c(variable, time, level, of(at, "count", 0), of(at, "total", 0), of(at, "percent", decimals)), collapse = ",")
}
rows("share.csv", "variable,timepoint,level,count,total,percent", c(
  share("gender", "", "woman"), share("gender", "", "man"), share("gender", "", "other"),
  share("activity", "T0", "none", 1), share("activity", "T1", "none", 1)
))
