import { describe, expect, test } from 'vitest';
import type { TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { TrainerNetwork } from '../../../contract/channels/trainer-runs.ts';
import { madeRun } from '../testing/made-run.ts';
import { evaluationProblem, generatedNote, lacksPeople, NewRun } from './new-run.svelte.ts';

const network = (change: Partial<TrainerNetwork> = {}): TrainerNetwork => ({
  name: 'stst-net',
  kind: 'recognizer',
  summary: '',
  plain: '',
  runsLive: false,
  takesAnySize: true,
  presets: [
    { name: 'paper', parameters: 1683, frames: 16, sizePx: 128, summary: '' },
    { name: 'large', parameters: 9999, frames: 16, sizePx: 128, summary: '' },
  ],
  plans: [
    { name: 'try', epochs: 2, batch: 16, learningRate: 0.001, patience: 0 },
    { name: 'usual', epochs: 30, batch: 32, learningRate: 0.001, patience: 10 },
  ],
  ...change,
});

class Store {
  readonly #kept = new Map<string, string>();
  getItem = (key: string): string | null => this.#kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#kept.set(key, value);
  removeItem = (key: string): void => void this.#kept.delete(key);
}

const isThere = (): boolean => true;

describe('a new run', () => {
  test('is an order once there is data, a network and a name', () => {
    const run = new NewRun(new Store());
    const networks = [network()];
    expect(run.order(networks, isThere, 'A', isThere)).toBeNull();
    run.toggleData('dataaaaa');
    expect(run.order(networks, isThere, 'A', isThere)).toBeNull();
    run.chooseNetwork(networks[0]!);
    expect(run.order(networks, isThere, ' ', isThere)).toBeNull();
    expect(run.order(networks, isThere, ' A ', isThere)).toMatchObject({
      ...{ kind: 'training', name: 'A', network: 'stst-net', preset: 'paper', data: ['dataaaaa'] },
      ...{ epochs: 30, batch: 32, patience: 10, validation: [], from: null },
    });
  });

  test('what is typed holds until another plan or network is chosen', () => {
    const run = new NewRun(new Store());
    const chosen = network();
    run.chooseNetwork(chosen);
    run.draft.epochs = 7;
    expect(run.numberOf('epochs', chosen)).toBe(7);
    run.choosePlan('try');
    expect(run.numberOf('epochs', chosen)).toBe(2);
  });

  test('data that is gone is not learnt from', () => {
    const run = new NewRun(new Store());
    run.toggleData('dataaaaa');
    run.chooseNetwork(network());
    expect(run.order([network()], () => false, 'A', isThere)).toBeNull();
  });

  test('single options are read as the command line reads them', () => {
    const run = new NewRun(new Store());
    run.toggleData('dataaaaa');
    run.chooseNetwork(network());
    run.draft.changes = 'graphPooling=false\n\nclipNorm = 2.5\noptimizer=adam';
    expect(run.order([network()], isThere, 'A', isThere)?.changes).toEqual({
      ...{ graphPooling: false, clipNorm: 2.5, optimizer: 'adam' },
    });
    run.draft.changes = 'graphPooling';
    expect(run.unreadableChange).toBe('graphPooling');
    expect(run.order([network()], isThere, 'A', isThere)).toBeNull();
  });

  test('survives a reload, and what is no draft is left alone', () => {
    const store = new Store();
    const run = new NewRun(store);
    run.toggleData('dataaaaa');
    run.keep();
    expect(new NewRun(store).draft.data).toEqual(['dataaaaa']);
    store.setItem('onset.newRun', '{"data":3}');
    expect(new NewRun(store).draft.data).toEqual([]);
    store.setItem('onset.newRun', 'no json');
    expect(new NewRun(store).draft.data).toEqual([]);
  });

  test('begins with an earlier run of its network and size, and with no other', () => {
    const run = new NewRun(new Store());
    run.begin({ data: ['dataaaaa'], from: madeRun({ id: 'earlieraa' }) });
    expect(run.draft).toMatchObject({ network: 'stst-net', preset: 'paper', data: ['dataaaaa'] });
    expect(run.order([network()], isThere, 'A', isThere)).toMatchObject({ from: 'earlieraa' });
    expect(run.order([network()], isThere, 'A', () => false)).toMatchObject({ from: null });
    run.chooseNetwork(network({ name: 'elrcn' }));
    expect(run.draft.from).toBeNull();
  });

  test('a synthesizer is trained, not evaluated', () => {
    const run = new NewRun(new Store());
    run.draft.purpose = 'evaluation';
    run.chooseNetwork(network({ name: 'au-icgan', kind: 'synthesizer' }));
    expect(run.draft.purpose).toBe('training');
  });
});

describe('one person alone', () => {
  const data = (subjects: number | null): TrainerData =>
    ({ content: subjects === null ? null : { subjects } }) as TrainerData;
  const draft = { purpose: 'training' as const, protocol: 'loso' as const, validation: [] as string[] };

  test('is not enough to train and to score on, unless somebody else is scored on', () => {
    expect(lacksPeople(draft, [data(1)])).toBe(true);
    expect(lacksPeople(draft, [data(1), data(1)])).toBe(false);
    expect(lacksPeople(draft, [data(2)])).toBe(false);
    expect(lacksPeople({ ...draft, validation: ['dataaaaa'] }, [data(1)])).toBe(false);
    expect(lacksPeople({ ...draft, purpose: 'evaluation' }, [data(1)])).toBe(true);
    expect(lacksPeople({ ...draft, purpose: 'evaluation', protocol: 'lovo' }, [data(1)])).toBe(false);
  });

  test('is not guessed at before data is ready', () => {
    expect(lacksPeople(draft, [data(null)])).toBe(false);
    expect(lacksPeople(draft, [data(1), data(null)])).toBe(false);
    expect(lacksPeople(draft, [])).toBe(false);
  });
});

describe('clips of a generator', () => {
  const data = (kind: TrainerData['kind'], isGenerated = kind === 'generated'): TrainerData =>
    ({ kind, content: { isGenerated } }) as TrainerData;
  const training = { purpose: 'training' as const, validation: [] as string[] };
  const evaluation = { ...training, purpose: 'evaluation' as const, protocol: 'loso' as const };

  test('are never all that is tested', () => {
    expect(evaluationProblem(evaluation, [data('generated')])).toBe('generated');
    expect(evaluationProblem(evaluation, [data('clips', true)])).toBe('generated');
    expect(evaluationProblem(evaluation, [data('generated'), data('faces')])).toBeNull();
    expect(evaluationProblem({ ...evaluation, ...training }, [data('generated')])).toBeNull();
    expect(evaluationProblem(evaluation, [data('generated'), data('set')])).toBe('mixed');
    expect(evaluationProblem(evaluation, [])).toBeNull();
  });

  test('are no set of their own to a protocol', () => {
    expect(evaluationProblem(evaluation, [data('faces'), data('clips')])).toBe('several');
    const cross = { ...evaluation, protocol: 'cross' as const };
    expect(evaluationProblem(cross, [data('faces'), data('generated')])).toBe('one');
    expect(evaluationProblem(cross, [data('faces'), data('clips'), data('generated')])).toBeNull();
  });

  test('are told of beside a score, by what the score is worth', () => {
    expect(generatedNote(training, [data('faces')])).toBeNull();
    expect(generatedNote(training, [data('generated')])).toBe('alone');
    expect(generatedNote({ ...training, validation: ['dataaaaa'] }, [data('generated')])).toBe('beside');
    expect(generatedNote(training, [data('generated'), data('faces')])).toBe('beside');
    expect(generatedNote(evaluation, [data('generated'), data('faces')])).toBe('tested');
  });
});
