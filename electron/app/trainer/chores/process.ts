/** The process that does one chore and ends. */
import { setPriority } from 'node:os';
import { OnsetError } from '../../../../contract/errors.ts';
import { linkToParent } from '../../../trainer/parent-link.ts';
import { WantedChildren } from './children.ts';
import type { ChoreGives, ChoreName, ChoreTakes } from './index.ts';
import type { FromChore, ToChore } from './messages.ts';
import type { ChoreSurroundings } from './surroundings.ts';

/** Time for what a chore has started to end with it, unless it is told another. */
let withinMs = 2000;

const abort = new AbortController();
const parent = linkToParent(
  (message) => {
    const told = message as ToChore;
    switch (told.kind) {
      case 'start':
        void start(told);
        return;
      case 'cancel':
        withinMs = told.withinMs;
        abort.abort();
        return;
      case 'child-said':
      case 'child-ended':
        children.hear(told);
        return;
      default:
        told satisfies never;
    }
  },
  () => abort.abort(),
);
abort.signal.addEventListener('abort', () => setTimeout(() => process.exit(0), withinMs));
const tell = (message: FromChore): void => parent.send(message);
const children = new WantedChildren(tell);

// Ctrl-C in a terminal reaches every process there; the one in front decides what it means.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

async function start({
  chore,
  takes,
  priority,
}: Extract<ToChore, { readonly kind: 'start' }>): Promise<void> {
  // Threads inherit it where it is theirs (Linux), so it is set before any is started.
  if (priority > 0) setPriority(priority);
  try {
    const surroundings: ChoreSurroundings = {
      signal: abort.signal,
      onProgress: (done01) => tell({ kind: 'progress', done01 }),
      tell: (event) => tell({ kind: 'told', event }),
      startProcess: children.start,
    };
    tell({ kind: 'done', gives: await run(chore, takes, surroundings) });
  } catch (error) {
    tell(failureOf(error));
  }
  parent.close();
}

/** Each chore loads what it needs and no more. */
async function run(
  chore: ChoreName,
  takes: ChoreTakes<ChoreName>,
  surroundings: ChoreSurroundings,
): Promise<ChoreGives<ChoreName>> {
  switch (chore) {
    case 'look':
      return await (await import('./look.ts')).look(takes as ChoreTakes<'look'>);
    case 'prepare':
      return await (await import('./prepare.ts')).prepare(takes as ChoreTakes<'prepare'>, surroundings);
    case 'networks':
      return (await import('./networks.ts')).networks();
    case 'estimate':
      return await (await import('./estimate.ts')).estimate(takes as ChoreTakes<'estimate'>);
    case 'evaluation':
      return await (
        await import('./evaluation.ts')
      ).evaluation(takes as ChoreTakes<'evaluation'>, surroundings);
    case 'score':
      return await (await import('./score.ts')).score(takes as ChoreTakes<'score'>);
    default:
      return chore satisfies never;
  }
}

function failureOf(error: unknown): FromChore {
  if (!(error instanceof OnsetError))
    return { kind: 'crashed', stack: (error instanceof Error && error.stack) || String(error) };
  const { code, facts } = error as OnsetError;
  return { kind: 'failed', code, facts: { ...facts } };
}
