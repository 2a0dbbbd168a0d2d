/**
 * The matrix runs on a fifth of the product's times: limits, delays and rates alike, so that what comes in time and what
 * does not stays the same.
 */
const scale = 5;

export const mailLimits = { connect: 10_000 / scale, greeting: 15_000 / scale, answer: 35_000 / scale };
export const providerLimits = { connect: 10_000 / scale, answer: 30_000 / scale };
/** Milliseconds. */
export const delays = { 'delay-0.2-s': 200 / scale, 'delay-2-s': 2_000 / scale, 'delay-20-s': 20_000 / scale } as const;
/** Milliseconds for one byte. */
export const byteTimes = { 'one-byte-a-second': 1_000 / scale, 'one-kilobyte-a-second': 1 / scale } as const;
/** A client that keeps to its limits has ended by then: the longest answer after all the shorter ones. */
export const hangs = mailLimits.connect + 6 * mailLimits.greeting + mailLimits.answer;
