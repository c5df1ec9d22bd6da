/** What `onset evaluate --help` says: of networks under a protocol, and of what else can be evaluated. */
import { EVALUATE_HELP } from './evaluate-call.ts';

export async function evaluateHelp(): Promise<string> {
  const { EVALUATE_SPOTTING_HELP } = await import('./evaluate-spotting.ts');
  const { EVALUATE_SYNTHESIS_HELP } = await import('./evaluate-synthesis.ts');
  return [EVALUATE_HELP, EVALUATE_SPOTTING_HELP, EVALUATE_SYNTHESIS_HELP].join('\n\n');
}
