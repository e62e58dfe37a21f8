/**
 * How far so many people stand out above what is expected, in nats: minus the logarithm of Chernoff's bound on
 * the tail of a negative binomial distribution, so that e^-surprise is at least the probability of as many or
 * more by chance. Counts of what people report or post are over-dispersed (their variance is some to a thousand
 * times their mean), and by Poisson's law every lively hour would be a wonder.
 * @param spread the variance beyond Poisson's, in squares of the expected: variance = expected + spread · expected²
 */
export function surprise(people: number, expected: number, spread: number): number {
  if (people <= expected) return 0
  const size = 1 / spread
  return (
    people * Math.log(people / expected) - (people + size) * Math.log((people + size) / (expected + size))
  )
}
