/** "About 40 minutes": to the precision that an estimate has. */
export function inWords(seconds: number): string {
  if (seconds < 90) return `About ${Math.max(1, Math.round(seconds / 10) * 10)} seconds`;
  const minutes = seconds / 60;
  if (minutes < 90)
    return `About ${Math.round(minutes < 10 ? minutes : minutes / 5) * (minutes < 10 ? 1 : 5)} minutes`;
  const hours = minutes / 60;
  if (hours < 36) return `About ${Math.round(hours)} hours`;
  return `About ${Math.round(hours / 24)} days`;
}
