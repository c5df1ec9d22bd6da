import { describe, expect, it } from 'vitest';
import type { TrainingEvent, TrainingStep } from '../../contract/training.ts';
import { parseTrainCall } from './train-call.ts';
import { createTrainReport, formatStep } from './train-report.ts';

const STEP: TrainingStep = {
  event: 'step',
  epoch: 1,
  step: 142,
  steps: 472,
  losses: { loss: 0.4823, au: 0.31, emotion: 0.1723 },
  scalars: { learningRate: 0.001, gradNorm: 2 },
  samplesPerS: 9.12,
  leftS: 8,
  memoryBytes: 612e6,
};

describe('a call', () => {
  it('leaves open what was not said', () => {
    expect(parseTrainCall(['au-gacn', '--data', 'clips'])).toEqual({
      network: 'au-gacn',
      preset: null,
      changes: {},
      data: ['clips'],
      validation: [],
      folder: 'runs/au-gacn',
      isResumed: false,
      from: null,
      epochs: null,
      batch: null,
      learningRate: null,
      schedule: null,
      seed: null,
      isBalanced: null,
      patience: null,
      threads: 0,
      isJson: false,
    });
  });

  it('takes several folders and options, each as what it is', () => {
    const call = parseTrainCall(
      'au-gacn --data a b --data c --set dropout=0.3 --set graphPooling=false --set input=rgb --lr 3e-4'.split(
        ' ',
      ),
    );
    expect(call).toMatchObject({
      data: ['a', 'c', 'b'],
      changes: { dropout: 0.3, graphPooling: false, input: 'rgb' },
      learningRate: 3e-4,
    });
  });

  it('names clips of everyday expressions where they are given', () => {
    expect(parseTrainCall('me-recognizer --data a --macro b'.split(' '))).toMatchObject({ macro: 'b' });
  });

  it.each([
    ['', 'the name of a network'],
    ['au-gacn', '--data'],
    ['au-gacn --data a --set dropout', '--set wants NAME=VALUE'],
    ['au-gacn --data a --batch 0', '--batch wants a whole number of at least 1'],
    ['au-gacn --data a --lr 0', '--lr wants a number above 0'],
    ['au-gacn --data a --from b --resume', '--from begins a run and --resume goes on with one'],
    ['au-gacn --data a --schedule sine', '--schedule is one of constant, cosine, step'],
  ])('that is wrong is refused: %s', (text, problem) => {
    expect(() => parseTrainCall(text === '' ? [] : text.split(' '))).toThrow(problem);
  });
});

describe('what is told', () => {
  const told = (isJson: boolean, columns: number | null, events: readonly TrainingEvent[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const terminal = {
      out: (text: string) => void out.push(text),
      err: (text: string) => void err.push(text),
      columns,
      now: () => 0,
    };
    using report = createTrainReport(isJson, terminal);
    for (const event of events) report.tell(event);
    return { out, err };
  };

  it('is a line that moves on a terminal, and nothing on a pipe', () => {
    expect(formatStep(STEP)).toBe(
      '[######··············] 30 %  step 142 / 472  loss 0.482 (au 0.310, emotion 0.172)  9.1 clips/s  612 MB  0:08 left',
    );
    const [line] = told(false, 40, [STEP]).err;
    expect(line!.startsWith('\r\x1b[K[######')).toBe(true);
    expect(line!.endsWith('…')).toBe(true);
    expect(told(false, null, [STEP])).toEqual({ out: [], err: [] });
  });

  it('is one JSON object a line, named as everywhere', () => {
    const [line] = told(true, null, [STEP]).out;
    expect(JSON.parse(line!)).toMatchObject({
      event: 'step',
      samples_per_s: 9.12,
      memory_bytes: 612e6,
      scalars: { learningRate: 0.001 },
    });
  });

  it('names the scores of an epoch, and those of single units only in the record', () => {
    const epoch: TrainingEvent = {
      event: 'epoch',
      epoch: 3,
      step: 30,
      losses: { loss: 0.5 },
      metrics: { uf1: 0.81234, 'f1.au12': 0.9 },
      confusion: null,
      isBest: true,
    };
    expect(told(false, null, [epoch]).out).toEqual(['Epoch 3 / 0: loss 0.500, uf1 0.812 (best so far)\n']);
  });

  it('says how to go on where a run was stopped', () => {
    const ended: TrainingEvent = {
      event: 'ended',
      ending: 'stopped',
      folder: 'runs/a',
      step: 12,
      wallS: 61,
      best: null,
      model: null,
    };
    expect(told(false, null, [ended]).out).toEqual([
      'Stopped and saved after step 12 (1:01). Go on with --resume --out runs/a.\n',
    ]);
  });
});
