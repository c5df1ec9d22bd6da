import { describe, expect, it } from 'vitest';
import type { Protocol } from '../../../contract/evaluation.ts';
import {
  canonicalJson,
  drawSubjects,
  findLeaks,
  foldId,
  type FoldUses,
  problemWithProtocol,
  type ProtocolSample,
  sampleId,
  type Split,
  splitsOf,
} from './index.ts';

/** Subjects by how many clips they have; numbers collide between sets, as in life. */
function samplesOf(set: string, clips: Readonly<Record<number, number>>, people = set): ProtocolSample[] {
  return Object.entries(clips).flatMap(([number, count]) =>
    Array.from({ length: count }, (_, clip) => ({
      set,
      subject: `${people}/${number}`,
      name: `clip${String(clip)}`,
      label: clip % 3,
      fingerprint: `${set} ${number} ${String(clip)}`,
    })),
  );
}

const CASME = samplesOf('casme2', { 1: 3, 2: 2, 10: 4 });
const SAMM = samplesOf('samm', { 1: 2, 6: 3 });
const SMIC = [
  ...samplesOf('smic-hs', { 1: 2, 3: 2 }, 'smic'),
  ...samplesOf('smic-nir', { 3: 2, 4: 1 }, 'smic'),
];

const peopleOf = (samples: readonly ProtocolSample[], places: readonly number[]): Set<string> =>
  new Set(places.map((place) => samples[place]!.subject));

/** Everything but the protocol's own rule that must be so. */
function expectSound(samples: readonly ProtocolSample[], splits: readonly Split[]): void {
  const tested = splits.flatMap(({ test }) => test);
  expect(new Set(tested).size).toBe(tested.length);
  for (const { train, test } of splits) {
    expect(test.length).toBeGreaterThan(0);
    expect(train.filter((place) => test.includes(place))).toEqual([]);
    expect([...train]).toEqual([...train].sort((a, b) => a - b));
    for (const place of [...train, ...test]) expect(samples[place]).toBeDefined();
  }
}

describe('splits', () => {
  it('by subject test everybody once, in the order of their numbers', () => {
    const splits = splitsOf(CASME, { protocol: 'loso' });
    expectSound(CASME, splits);
    expect(splits.map(({ held }) => held)).toEqual(['casme2/1', 'casme2/2', 'casme2/10']);
    expect(splits.map(({ train, test }) => [train.length, test.length])).toEqual([
      [6, 3],
      [7, 2],
      [5, 4],
    ]);
    for (const { held, train, test } of splits) {
      expect(peopleOf(CASME, train).has(held)).toBe(false);
      expect([...peopleOf(CASME, test)]).toEqual([held]);
    }
  });

  it('of a composite tell people apart whose numbers are the same, and learn from all sets always', () => {
    const both = [...CASME, ...SAMM];
    const splits = splitsOf(both, { protocol: 'cde' });
    expectSound(both, splits);
    expect(splits).toHaveLength(5);
    expect(splits.flatMap(({ test }) => test)).toHaveLength(both.length);
    const one = splits.find(({ held }) => held === 'samm/1')!;
    expect(one.test).toEqual([9, 10]);
    expect(peopleOf(both, one.train).has('casme2/1')).toBe(true);
  });

  it('by clip have the same people on both sides, and never the same clip', () => {
    const splits = splitsOf(CASME, { protocol: 'lovo' });
    expectSound(CASME, splits);
    expect(splits).toHaveLength(9);
    expect(splits[3]!.held).toBe('casme2/2/clip0');
    expect(splits.every(({ train }) => train.length === 8)).toBe(true);
  });

  it('across sets go both ways of two, and test one alone where it is named', () => {
    const both = [...CASME, ...SAMM];
    const ways = splitsOf(both, { protocol: 'cross' });
    expectSound(both, ways);
    expect(ways.map(({ held, train, test }) => [held, train.length, test.length])).toEqual([
      ['casme2', 5, 9],
      ['samm', 9, 5],
    ]);
    const one = splitsOf([...both, ...SMIC], { protocol: 'cross', tested: ['smic-hs', 'smic-nir'] });
    expect(one.map(({ held }) => held)).toEqual(['smic-hs', 'smic-nir']);
    expect(one.every(({ train }) => train.every((place) => place < both.length))).toBe(true);
  });

  it('across sets learn from nobody who is tested: cameras film the same people', () => {
    const [first] = splitsOf(SMIC, { protocol: 'cross' });
    expect(first!.held).toBe('smic-hs');
    expect([...peopleOf(SMIC, first!.train)]).toEqual(['smic/4']);
  });

  it('by lot hold out a share of the people, the same for the same seed', () => {
    const many = samplesOf('samm', Object.fromEntries(Array.from({ length: 20 }, (_, at) => [at, 2])));
    const drawn = (seed: number, share = 0.2): Split =>
      splitsOf(many, { protocol: 'holdout', share, seed })[0]!;
    expectSound(many, [drawn(1)]);
    expect(peopleOf(many, drawn(1).test).size).toBe(4);
    expect(drawn(1).train).toHaveLength(32);
    expect(drawn(1)).toEqual(drawn(1));
    expect([2, 3, 4].some((seed) => drawn(seed).test.join() !== drawn(1).test.join())).toBe(true);
    expect(peopleOf(many, drawn(1, 0.999).train).size).toBe(1);
    expect(peopleOf(many, drawn(1, 0.001).test).size).toBe(1);
  });

  it('take inner people from among those learnt from alone', () => {
    const { train, held } = splitsOf(CASME, { protocol: 'loso' })[0]!;
    const { kept, drawn } = drawSubjects(CASME, train, 0.5, 7);
    expect([...kept, ...drawn].sort((a, b) => a - b)).toEqual([...train]);
    expect(peopleOf(CASME, drawn).size).toBe(1);
    expect(peopleOf(CASME, drawn).has(held)).toBe(false);
    expect([...peopleOf(CASME, kept)].filter((one) => peopleOf(CASME, drawn).has(one))).toEqual([]);
    expect(drawSubjects(CASME, [0, 1, 2], 0.5, 7)).toEqual({ kept: [0, 1, 2], drawn: [] });
  });

  it.each<[Protocol, readonly ProtocolSample[], readonly string[], string]>([
    ['loso', CASME, [], 'nothing'],
    ['loso', [...CASME, ...SAMM], [], 'several together are a composite'],
    ['loso', CASME.slice(0, 2), [], 'fewer than two people'],
    ['cde', CASME, [], 'of one it is loso'],
    ['cde', [...CASME, ...SAMM], [], 'nothing'],
    ['cross', CASME, [], 'two data sets or more'],
    ['cross', [...CASME, ...SAMM], ['casme2', 'samm'], 'no set would be left'],
    ['cross', [...CASME, ...SAMM], ['smic-hs'], 'no samples of smic-hs'],
    ['loso', CASME, ['casme2'], 'only cross tests on sets'],
    ['lovo', CASME.slice(0, 1), [], 'fewer than two clips'],
    ['holdout', CASME.slice(0, 2), [], 'fewer than two people'],
  ])('%s is refused where it makes no sense (%#)', (protocol, samples, tested, problem) => {
    expect(problemWithProtocol(samples, { protocol, tested }) ?? 'nothing').toContain(problem);
  });
});

describe('leaks', () => {
  const [own, other] = [CASME.slice(0, 3), CASME.slice(3)];
  const sound: FoldUses = {
    isSubjectDependent: false,
    tested: own,
    learnt: other,
    fitted: { 'graph of action units': other },
    chosenBy: other.slice(0, 2),
    earlier: [{ folder: 'runs/a', subjects: ['samm/1'] }],
  };
  const leaksOf = (change: Partial<FoldUses>): string => findLeaks({ ...sound, ...change }).join('; ');

  it('are none where people are apart', () => {
    expect(findLeaks(sound)).toEqual([]);
    for (const { train, test } of splitsOf(CASME, { protocol: 'loso' }))
      expect(
        leaksOf({
          tested: test.map((place) => CASME[place]!),
          learnt: train.map((place) => CASME[place]!),
          fitted: {},
          chosenBy: [],
        }),
      ).toBe('');
  });

  it('are people on both sides, and then clips of them', () => {
    expect(leaksOf({ tested: own.slice(0, 2), learnt: own.slice(2) })).toBe(
      'casme2/1 is tested and is learnt from',
    );
    expect(leaksOf({ learnt: [...other, own[1]!] })).toContain('casme2/1/clip1 is tested and is learnt from');
  });

  it('are no people, but clips all the same, where people are meant to be on both sides', () => {
    const dependent = { isSubjectDependent: true, tested: [own[0]!], learnt: [own[1]!, ...other] };
    expect(leaksOf(dependent)).toBe('');
    expect(leaksOf({ ...dependent, learnt: own })).toBe('casme2/1/clip0 is tested and is learnt from');
  });

  it.each([
    [
      'the graph of action units',
      { fitted: { 'graph of action units': [own[0]!] } },
      'had a part in the graph',
    ],
    ['normalization', { fitted: { normalization: [...other, own[2]!] } }, 'had a part in the normalization'],
    ['choosing an epoch', { chosenBy: own }, 'had a part in choosing the epoch'],
  ])('are in %s', (_, change, words) => {
    expect(leaksOf(change)).toContain(words);
  });

  it('are the same clip under another name, and copies made from it or its person', () => {
    const twin = { ...other[0]!, name: 'twin', fingerprint: own[0]!.fingerprint };
    expect(leaksOf({ learnt: [...other, twin] })).toContain(
      'casme2/2/twin, the same clip as casme2/1/clip0, which is tested, is learnt from',
    );
    const mirrored = { ...other[0]!, name: 'mirrored', fingerprint: 'm', madeFrom: [sampleId(own[0]!)] };
    expect(leaksOf({ learnt: [...other, mirrored] })).toContain('made from casme2/1/clip0, which is tested');
    const generated = {
      ...other[0]!,
      subject: 'made/1',
      name: 'g',
      fingerprint: 'g',
      madeFrom: ['casme2/1'],
    };
    expect(leaksOf({ learnt: [...other, generated] })).toContain('casme2/1/g, made from casme2/1');
    expect(leaksOf({ learnt: [...other, { ...generated, madeFrom: ['casme2/2'] }] })).toBe('');
  });

  it('are earlier runs that learnt from who is tested, or do not say from whom', () => {
    const run = (subjects: readonly string[] | null): string =>
      leaksOf({ earlier: [{ folder: 'runs/a', subjects }] });
    expect(run(['casme2/2', 'samm/1'])).toBe('');
    expect(run(['casme2/1'])).toBe('casme2/1 is tested and was learnt from in runs/a');
    expect(run(null)).toContain('does not say whom it learnt from');
    // The same portrait, as a drawn window and as one of one's own clips.
    const portrait = own.map((sample) => ({ ...sample, subject: 'own/000477' }));
    const drawn = [{ folder: 'runs/a', subjects: ['000519.jpg', '000477.jpg'] }];
    expect(leaksOf({ tested: portrait, earlier: drawn })).toBe(
      '000477.jpg is tested and was learnt from in runs/a',
    );
    expect(leaksOf({ tested: portrait, earlier: [{ folder: 'runs/a', subjects: ['1000477.jpg'] }] })).toBe(
      '',
    );
    // Also where clips are left out: such a run has seen the very clip.
    const lovo = {
      isSubjectDependent: true,
      tested: [own[0]!],
      learnt: own.slice(1),
      chosenBy: [],
      fitted: {},
    };
    expect(leaksOf({ ...lovo, earlier: [{ folder: 'runs/a', subjects: ['casme2/1'] }] })).toContain('runs/a');
  });

  it('are folds that learn nothing or test nothing', () => {
    expect(leaksOf({ learnt: [] })).toBe('nothing is learnt from');
    expect(leaksOf({ tested: [] })).toContain('nothing is tested');
  });
});

describe("a fold's name", () => {
  const split = splitsOf(CASME, { protocol: 'loso' })[0]!;
  const content = {
    samples: CASME,
    split,
    settings: { network: 'stst-net', options: { b: 1, a: [2, null] } },
  };
  const id = foldId(content);
  const changed = (place: number, change: Partial<ProtocolSample>): string =>
    foldId({
      ...content,
      samples: CASME.map((sample, at) => (at === place ? { ...sample, ...change } : sample)),
    });

  it('is the same whatever the order of samples and keys', () => {
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    const turned = [...CASME].reverse();
    const places = (of: readonly number[]): number[] => of.map((place) => CASME.length - 1 - place);
    const settings = { options: { a: [2, null], b: 1 }, network: 'stst-net' };
    const same = { held: split.held, train: places(split.train), test: places(split.test) };
    expect(foldId({ samples: turned, split: same, settings })).toBe(id);
  });

  it('is another for another sample, label, split or setting', () => {
    const others = [
      changed(0, { fingerprint: 'x' }),
      changed(8, { fingerprint: 'x' }),
      changed(8, { label: 2 }),
      changed(8, { subject: 'casme2/11' }),
      foldId({ ...content, split: splitsOf(CASME, { protocol: 'loso' })[1]! }),
      foldId({ ...content, settings: { ...content.settings, seed: 2 } }),
      foldId({ ...content, settings: { ...content.settings, options: { b: 1, a: [null, 2] } } }),
    ];
    expect(new Set([id, ...others]).size).toBe(8);
  });

  it('rests on JSON with keys in order', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });
});
