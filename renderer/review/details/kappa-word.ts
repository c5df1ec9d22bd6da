/** The words of Landis and Koch (Biometrics 33, 1977) for Cohen's κ. */
export function kappaWord(kappa: number): 'none' | 'slight' | 'fair' | 'moderate' | 'substantial' | 'almost' {
  if (kappa <= 0) return 'none';
  if (kappa <= 0.2) return 'slight';
  if (kappa <= 0.4) return 'fair';
  if (kappa <= 0.6) return 'moderate';
  return kappa <= 0.8 ? 'substantial' : 'almost';
}
