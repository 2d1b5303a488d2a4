# Makes data/quantitative/participants.csv and responses.csv: people who do not exist, and what they
# did not answer. Run in the study's folder: Rscript make/data.R
#
# The same seed gives the same bytes. What the data hold on purpose is said where it is made.
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(19450601)

people <- sprintf("P%02d", 1:64)
times <- c("T0", "T1", "T2", "T3")
arm <- sample(rep(c("peer", "usual"), c(33, 31)))

# What lies behind the answers: low mood, and how able somebody is.
low <- rnorm(64)
able <- rnorm(64) - 0.4 * low

# ---- Who answers when. A 1 is an answer at that timepoint. -------------------------------------
# People in low mood leave earlier, so that completers and drop-outs differ at the first timepoint.
patterns <- rep(
  c("1111", "0111", "1101", "1011", "1110", "1100", "1010", "1001", "0110", "1000", "0000"),
  c(38, 2, 2, 3, 5, 5, 1, 1, 1, 5, 1)
)
answers <- character(64)
answers[order(0.8 * low + rnorm(64))] <- patterns
here <- sapply(1:4, function(t) substr(answers, t, t) == "1")
dimnames(here) <- list(people, times)

# ---- What is asked once. ------------------------------------------------------------------------
pick <- function(levels, chances) sample(levels, 64, replace = TRUE, prob = chances)
gender <- pick(c("woman", "man", "other"), c(0.46, 0.50, 0.04))
age <- pmin(pmax(round(rnorm(64, 66, 11)), 34), 91)
living <- pick(c("alone", "with-others", "supported"), c(0.34, 0.56, 0.10))
months <- 2 + rpois(64, rgamma(64, 2.2, 0.3))
strokes <- 1 + rpois(64, 0.25)
# Somebody may have help from several; who has help from nobody says so.
help <- sapply(1:64, function(i) {
  has <- runif(3) < c(0.62, 0.30, 0.24)
  if (any(has)) paste(c("family", "friends", "paid")[has], collapse = ";") else "nobody"
})
gender[sample(64, 1)] <- NA
age[sample(64, 2)] <- NA
living[sample(64, 2)] <- NA
months[sample(64, 3)] <- NA
help[sample(64, 3)] <- NA
participants <- data.frame(participant = people, arm, gender, age, living, help, months, strokes)

# ---- What is asked at each timepoint. -----------------------------------------------------------
# How far each arm has moved at each timepoint, in SDs of what lies behind the answers.
moved <- function(peer, usual) sapply(1:4, function(t) ifelse(arm == "peer", peer[t], usual[t]))
drift <- function(sd) t(apply(matrix(rnorm(256, 0, sd), 64), 1, cumsum))

# Answers on whole steps from lo to hi; `sign` is -1 for items that are worded the other way.
items <- function(name, count, lo, hi, middle, behind, load, noise, reversed = integer()) {
  own <- rnorm(count, 0, 0.25)
  out <- list()
  for (k in seq_len(count)) {
    x <- middle + own[k] + load * behind + matrix(rnorm(256, 0, noise), 64)
    x <- pmin(pmax(round(x), lo), hi)
    if (k %in% reversed) x <- lo + hi - x
    out[[sprintf("%s%02d", name, k)]] <- x
  }
  out
}
mood <- items("mood", 9, 0, 3, 1.15, low + moved(c(0, -.20, -.40, -.45), c(0, -.05, -.15, -.20)) + drift(0.25), 0.55, 0.65)
conf <- items("conf", 10, 1, 5, 2.85, able + moved(c(0, .35, .60, .80), c(0, .05, .05, .10)) + drift(0.22), 0.60, 0.75, c(3, 7))
wb <- items("wb", 14, 1, 5, 3.05, 0.6 * able - 0.6 * low + moved(c(0, .20, .35, .40), c(0, .05, .10, .15)) + drift(0.25), 0.55, 0.75)
out <- items("part", 5, 0, 4, 1.55, able + moved(c(0, .50, .85, .90), c(0, .05, .10, .05)) + drift(0.25), 0.65, 0.80)
soc <- items("part", 5, 0, 4, 1.80, able - 0.3 * low + moved(c(0, .35, .55, .65), c(0, .05, .0, .05)) + drift(0.25), 0.60, 0.80)
names(soc) <- sprintf("part%02d", 6:10)
walk <- round(pmax(318 + 82 * (0.7 * able + 0.7 * rnorm(64)) + moved(c(0, 6, 12, 14), c(0, 6, 10, 12)) + matrix(rnorm(256, 0, 24), 64), 31), 1)
contacts <- matrix(rpois(256, exp(1.7 + 0.25 * able + 0.5 * moved(c(0, .35, .6, .7), c(0, 0, .05, .05)))), 64)
places <- c("none", "street", "cafe", "work")
going <- 0.9 * able + 1.6 * moved(c(0, .45, .75, .85), c(0, .05, .10, .10)) + matrix(rnorm(256, 0, 0.8), 64)
activity <- matrix(places[findInterval(going, c(-0.9, 0.5, 1.9)) + 1], 64)

answered <- c(mood, conf, wb, out, soc)
interviewer <- matrix(sample(c("AK", "RO", "TS"), 256, replace = TRUE), 64)

# Single answers that are missing: a few everywhere ...
for (name in names(answered)) answered[[name]][runif(256) < 0.011] <- NA
walk[runif(256) < 0.05] <- NA
contacts[runif(256) < 0.03] <- NA
activity[runif(256) < 0.03] <- NA
# ... and some pages that were left half empty, within the rule of the scale and beyond it.
gap <- function(person, time, columns) for (name in columns) answered[[name]][person, time] <<- NA
sure <- which(answers == "1111")
gap(sure[1], 1, c("mood02", "mood05"))
gap(sure[2], 1, c("mood01", "mood04", "mood08", "mood09"))
gap(sure[3], 2, c("mood06", "mood07", "mood08"))
gap(sure[4], 2, c("conf03"))
gap(sure[5], 3, c("conf03", "conf07"))
gap(sure[6], 1, sprintf("conf%02d", 6:10))
gap(sure[7], 4, c("wb03", "wb11"))
gap(sure[8], 2, c("wb02", "wb06", "wb14"))
gap(sure[9], 3, sprintf("wb%02d", 1:14))
gap(sure[10], 4, "part02")
gap(sure[11], 1, c("part06", "part07"))

# The total that the study office worked out by hand, to two decimals: with up to two gaps the mean of
# the rest stands for them. Two of these totals are wrong, by a slip and by two digits that changed places.
total <- Reduce(`+`, lapply(names(wb), function(name) ifelse(is.na(answered[[name]]), 0, answered[[name]])))
given <- Reduce(`+`, lapply(names(wb), function(name) !is.na(answered[[name]])))
total <- round(ifelse(given >= 12, total / given * 14, NA), 2)
slip <- which(answers == "1111" & total[, 2] %% 1 == 0)[4]
total[slip, 2] <- total[slip, 2] + 3
changed <- 10 * (total[, 4] %% 10) + total[, 4] %/% 10
turned <- which(answers == "1111" & total[, 4] %% 1 == 0 & changed != total[, 4] & changed >= 14 & changed <= 70)[2]
total[turned, 4] <- changed[turned]

rows <- do.call(rbind, lapply(1:4, function(t) {
  data.frame(
    participant = people, timepoint = times[t], interviewer = interviewer[, t],
    sapply(answered, function(x) x[, t]), wb_total = total[, t], sixmin = walk[, t],
    activity = activity[, t], contacts = contacts[, t]
  )[here[, t], ]
}))
# A row with nothing but the interviewer's letters: that person came to the third interview and answered nothing.
empty <- rows[rows$timepoint == "T0" & rows$participant == people[answers == "1100"][2], ]
empty$timepoint <- "T2"
empty[, -(1:3)] <- NA
rows <- rbind(rows, empty)
# Questionnaires were typed in as they came, not in the order of the list.
rows <- rows[order(match(rows$timepoint, times), runif(nrow(rows))), ]

write.csv(participants, "data/quantitative/participants.csv", row.names = FALSE, quote = FALSE, na = "")
write.csv(rows, "data/quantitative/responses.csv", row.names = FALSE, quote = FALSE, na = "")
