/** How many figures a small chart shows. */
export const HISTORY_LENGTH = 45;

/** The newest figures, oldest first; the oldest goes when there are more than fit. */
export function appended(history: readonly number[], value: number): readonly number[] {
  return [...history, value].slice(-HISTORY_LENGTH);
}
