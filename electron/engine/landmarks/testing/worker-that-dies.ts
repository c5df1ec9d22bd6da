/** The real worker, made to fail. */
import { failAt } from './fail-at.ts';

failAt({ die: 4 });
await import('../worker.ts');
