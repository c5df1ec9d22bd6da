/** The real worker, made to fail. */
import { failAt } from './fail-at.ts';

failAt({ poison: 4 });
await import('../worker.ts');
