# The same judgement by the improved Farrington method of the R package surveillance, for comparison.
# Usage: Rscript farrington.R COUNTS.csv ALARMS.csv JUDGED : one series a line; a line of 0 and 1 for each.
suppressMessages(library(surveillance))
given <- commandArgs(trailingOnly = TRUE)
counts <- as.matrix(read.csv(given[1], header = FALSE))
judged <- as.integer(given[3])
weeks <- ncol(counts)
control <- list(
  range = (weeks - judged + 1):weeks, b = 5, w = 3, reweight = TRUE, weightsThreshold = 2.58, noPeriods = 10,
  pastWeeksNotIncluded = 26, trend = TRUE, pThresholdTrend = 1, thresholdMethod = "nbPlugin", alpha = 0.01,
  limit54 = c(0, 4), glmWarnings = FALSE, verbose = FALSE
)
started <- proc.time()[["user.self"]]
found <- t(apply(counts, 1, function(row) {
  series <- sts(observed = matrix(row), frequency = 52, start = c(2000, 1))
  as.integer(alarms(suppressWarnings(farringtonFlexible(series, control))))
}))
cat(1000 * (proc.time()[["user.self"]] - started) / length(found), "\n")
write.table(found, given[2], sep = ",", row.names = FALSE, col.names = FALSE)
