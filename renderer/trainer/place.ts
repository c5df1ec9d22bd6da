/** Where in the trainer one is: the rest of the address, so that reloading and the back button work. */

export const STEPS = ['data', 'network', 'plan'] as const;
export type Step = (typeof STEPS)[number];

export type TrainerPlace =
  | { readonly page: 'runs' | 'data' | 'models' }
  | { readonly page: 'new'; readonly step: Step }
  | { readonly page: 'run'; readonly run: string }
  | { readonly page: 'compare'; readonly runs: readonly string[] };

const ID = /^[a-z0-9]{8,32}$/;

/** `parts`: what stands between the slashes behind `#/trainer`. */
export function parsePlace(parts: readonly string[]): TrainerPlace {
  const [page, rest = ''] = parts;
  if (page === 'data' || page === 'models') return { page };
  if (page === 'new') return { page, step: STEPS.find((step) => step === rest) ?? 'data' };
  if (page === 'run' && ID.test(rest)) return { page, run: rest };
  if (page === 'compare') {
    const runs = rest.split(',').filter((id) => ID.test(id));
    if (runs.length > 0) return { page, runs };
  }
  return { page: 'runs' };
}

export function pathOfPlace(place: TrainerPlace): string {
  switch (place.page) {
    case 'runs':
      return '';
    case 'data':
    case 'models':
      return `/${place.page}`;
    case 'new':
      return `/new/${place.step}`;
    case 'run':
      return `/run/${place.run}`;
    case 'compare':
      return `/compare/${place.runs.join(',')}`;
  }
}
